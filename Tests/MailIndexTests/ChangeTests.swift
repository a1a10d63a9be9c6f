import MailIndex
import Testing

@Suite struct ChangeTests {
  @Test func `a copy walks its states, and each deletion that the server answered is counted`() throws {
    let sample = try Sample()
    let copy = try #require(try sample.record([1]).first)
    let walk: [(CopyState, Bool, Int)] = [
      (.intended, false, 0), (.unknown, false, 0), (.stored, false, 0), (.intended, false, 0),
      (.acknowledged, false, 0), (.gone, true, 1), (.stored, true, 2),
    ]
    for (state, isTry, tries) in walk {
      try sample.index.mark([copy.id], state, isTry: isTry, now: 5)
      let now = try #require(try sample.copies().first)
      #expect(now.state == state)
      #expect(now.deleteTries == tries)
    }
    #expect(try sample.index.copies(sample.account, tag: tag(1)).map(\.state) == [.stored])
  }

  @Test func `a deletion is intended only where so many drives have the message at that moment`() throws {
    let sample = try Sample()
    let rows = try sample.record(1...4)
    let (copies, ids) = (rows.map(\.id), rows.map(\.message))
    func intended(_ drives: Int) throws -> [CopyState] {
      let chosen = try sample.index.intend(copies, drives: drives, now: 7)
      let states = try sample.copies().map(\.state)
      #expect(zip(copies, states).allSatisfy { chosen.contains($0) == ($1 == .intended) })
      try sample.index.mark(copies, .stored, now: 8)
      return states
    }
    #expect(try intended(0) == [.intended, .intended, .intended, .intended])
    #expect(try intended(1) == [.stored, .stored, .stored, .stored])
    let (red, blue) = (try sample.drive("aa"), try sample.drive("bb"))
    try sample.index.recordCopies(
      on: red.id, upTo: ids[2], gaps: [DriveGap(message: ids[1], kind: .unverified)], now: 1)
    #expect(try intended(1) == [.intended, .stored, .intended, .stored])
    try sample.index.recordCopies(on: blue.id, upTo: ids[1], now: 1)
    #expect(try intended(1) == [.intended, .intended, .intended, .stored])
    #expect(try intended(2) == [.intended, .stored, .stored, .stored])
    #expect(try sample.index.intend([], drives: 0, now: 7).isEmpty)
  }

  @Test func `a copy that comes back under its tag is the one that had gone, with its tries`() throws {
    let sample = try Sample()
    let copy = try #require(try sample.record([1]).first)
    func again(_ tag: [UInt8]) throws -> CopyRow? {
      let recording = Recording(.existing(copy.message), tag: tag, uid: [7], listedOctets: 9)
      return try sample.index.record([recording], for: sample.account, now: 5).first
    }
    #expect(try again(tag(1))?.deleteTries == 0)
    try sample.index.mark([copy.id], .gone, isTry: true, now: 2)
    try sample.index.mark([copy.id], .gone, isTry: true, now: 3)
    #expect(try again(tag(2))?.deleteTries == 0)
    #expect(try sample.copies().map(\.state) == [.gone, .stored, .stored])
    let back = try #require(try again(tag(1)))
    #expect(back.id == copy.id)
    #expect(back.deleteTries == 2)
    #expect(back.state == .stored)
    #expect(back.uid == [7])
    #expect(back.listedOctets == 9)
    #expect(try sample.copies().first == back)
    #expect(try sample.copies().count == 3)
    #expect(try again(tag(1))?.deleteTries == 0)
    #expect(try sample.copies().count == 4)
  }

  @Test func `copies are bound anew after the server has renumbered them`() throws {
    let sample = try Sample()
    let rows = try sample.record(0..<3)
    try sample.index.bind(
      rows.map { Binding(copy: $0.id, tag: tag(Int($0.id) + 100), uid: [UInt8($0.id)], listedOctets: nil) },
      now: 9)
    #expect(try sample.index.copies(sample.account, tag: tag(0)).isEmpty)
    let found = try sample.index.copies(sample.account, tag: tag(Int(rows[1].id) + 100))
    #expect(found.map(\.id) == [rows[1].id])
    #expect(found.map(\.uid) == [[UInt8(rows[1].id)]])
    #expect(found.map(\.listedOctets) == [nil])
  }

  @Test func `what is found out about a file shows at its copies`() throws {
    let sample = try Sample()
    let rows = try sample.record(0..<3)
    try sample.index.mark([
      FileMark(id: rows[0].message, base: rows[0].base, state: .missing),
      FileMark(id: rows[1].message, base: rows[1].base, state: .damaged),
      // An index made anew has other rows under these numbers.
      FileMark(id: rows[2].message, base: rows[1].base, state: .damaged),
    ])
    #expect(try sample.copies().map(\.messageState) == [.missing, .damaged, .stored])
    let totals = try sample.index.totals(sample.account)
    #expect(totals.messages == 3)
    #expect(totals.notStored == 2)
    #expect(totals.size == 0 + 1 + 2)
    #expect(totals.wireOctets == 0 + 10 + 20)
    #expect(totals.onServer == 3)
    #expect(totals.setAside == 0)
  }

  @Test func `a row that fails takes its whole batch back`() throws {
    let sample = try Sample()
    try sample.record([1])
    let before = try sample.copies()
    let broken: [Recording] = [
      Recording(.new(.sample(2)), tag: [1, 2, 3], uid: nil, listedOctets: nil),
      Recording(.existing(4711), tag: tag(2), uid: nil, listedOctets: nil),
    ]
    for recording in broken {
      let code = try IndexFailure.code {
        _ = try sample.index.record([.sample(3), recording, .sample(4)], for: sample.account, now: 1)
      }
      #expect(code == .unexpected)
      #expect(try sample.copies() == before)
      #expect(try sample.messages().count == 1)
    }
    #expect(try sample.record([5]).count == 1)
  }

  @Test func `a copy cannot be bound to another account's message`() throws {
    let sample = try Sample()
    let copy = try #require(try sample.record([1]).first)
    let other = try sample.index.demandAccount("work")
    let code = try IndexFailure.code {
      _ = try sample.index.record(
        [Recording(.existing(copy.message), tag: tag(1), uid: nil, listedOctets: nil)], for: other, now: 1)
    }
    #expect(code == .unexpected)
    let unknown = try IndexFailure.code {
      _ = try sample.index.record([.sample(1)], for: AccountID(99), now: 1)
    }
    #expect(unknown == .unexpected)
  }
}
