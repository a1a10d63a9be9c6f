import MailIndex
import Testing

/// Which messages a run over a drive is given, and what a drive lacks.
@Suite struct MessagesToCopyTests {
  /// An index with holes in its row ids, by the odd numbers of the messages; and a drive.
  private func holed() throws -> (Sample, DriveRow) {
    let sample = try Sample()
    try sample.record(1...20)
    try SQLiteFile(sample.path).run("PRAGMA foreign_keys = ON; DELETE FROM messages WHERE id % 2 = 0")
    return (sample, try sample.drive("aa"))
  }

  @Test func `what was never dealt with is handed out by row id, a page at a time, holes or not`() throws {
    let (sample, red) = try holed()
    #expect(try sample.index.lastMessage() == 19)
    let first = try sample.index.messagesToCopy(drive: red.id, limit: 4)
    #expect(first.map(\.id) == [1, 3, 5, 7])
    #expect(try sample.index.messagesToCopy(drive: red.id, after: 7, limit: 4).map(\.id) == [9, 11, 13, 15])
    let (one, row) = (first[1], MessageRecord.sample(3))
    #expect(one.account == sample.account && one.folder == "." && one.base == row.base)
    #expect(one.arrived == 3 && one.wireOctets == 30 && one.contentHash == row.contentHash)
    #expect(one.state == .stored)
    try sample.index.mark([FileMark(id: 17, base: MessageRecord.sample(17).base, state: .damaged)])
    try sample.index.recordCopies(on: red.id, upTo: 14, now: 1)
    let rest = try sample.index.messagesToCopy(drive: red.id, after: 3, limit: 9)
    #expect(rest.map(\.id) == [15, 17, 19])
    #expect(rest.map(\.state) == [.stored, .damaged, .stored])
    try sample.index.recordCopies(on: red.id, upTo: 19, now: 1)
    #expect(try sample.index.messagesToCopy(drive: red.id, limit: 9).isEmpty)
    try sample.index.forgetCopies(on: red.id)
    #expect(try sample.index.messagesToCopy(drive: red.id, limit: 99).count == 10)
  }

  @Test func `gaps are handed out by what fills them`() throws {
    let (sample, red) = try holed()
    let blue = try sample.drive("bb")
    let kinds: [(Int64, DriveGapKind)] = [
      (1, .unverified), (3, .damaged), (5, .missing), (7, .notHere), (9, .unverified), (11, .missing),
    ]
    let gaps = kinds.map { DriveGap(message: $0, kind: $1) }
    try sample.index.recordCopies(on: red.id, upTo: 19, gaps: gaps, now: 1)
    #expect(try sample.index.gapsToFill(drive: red.id, limit: 3).map(\.id) == [3, 5, 7])
    #expect(try sample.index.gapsToFill(drive: red.id, after: 7, limit: 3).map(\.id) == [11])
    #expect(try sample.index.unverifiedCopies(drive: red.id, limit: 1).map(\.id) == [1])
    #expect(try sample.index.unverifiedCopies(drive: red.id, after: 1, limit: 9).map(\.id) == [9])
    #expect(try sample.index.gapsToFill(drive: blue.id, limit: 9).isEmpty)
    #expect(try sample.index.unverifiedCopies(drive: blue.id, limit: 9).isEmpty)
  }

  @Test func `a month of an account is handed out by arrival, then by row id`() throws {
    let sample = try Sample()
    let other = try sample.index.demandAccount("work")
    // Each arrival five times, the messages of both accounts in between, the last arrival first.
    for number in (0..<10).reversed() {
      for account in [sample.account, other] {
        for copy in 0..<5 {
          var record = MessageRecord.sample(number * 100 + copy)
          record.arrived = Int64(number)
          let recording = Recording(.new(record), tag: tag(number * 100 + copy), uid: nil, listedOctets: nil)
          _ = try sample.index.record([recording], for: account, now: 1)
        }
      }
    }
    let last = try sample.index.lastMessage()
    for limit in [1, 2, 3, 7, 100] {
      var all: [MessageToCopy] = []
      while true {
        let end = all.last.map { ($0.arrived, $0.id) }
        let page = try sample.index.messages(
          of: other, arrivedFrom: 2, before: 5, upToID: last, after: end, limit: limit)
        #expect(page.count <= limit)
        guard !page.isEmpty else { break }
        all += page
      }
      #expect(all.map(\.arrived) == [2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4])
      #expect(all.allSatisfy { $0.account == other })
      #expect(zip(all, all.dropFirst()).allSatisfy { ($0.arrived, $0.id) < ($1.arrived, $1.id) })
      let cut = try sample.index.messages(
        of: other, arrivedFrom: 2, before: 5, upToID: all[6].id, limit: 100)
      #expect(cut == all.filter { $0.id <= all[6].id })
      #expect(!cut.isEmpty && cut.count < all.count)
    }
    #expect(try sample.index.messages(of: other, arrivedFrom: 5, before: 5, limit: 9).isEmpty)
  }

  @Test func `what a drive lacks is told by count, octets, time and reason`() throws {
    let (sample, red) = try holed()
    #expect(try sample.index.lack(of: red.id).messages == 10)
    try sample.record([21], now: 1)
    // 21 took the row id 20.
    try sample.index.recordCopies(on: red.id, upTo: 17, now: 1)
    var lack = DriveLack()
    (lack.messages, lack.octets, lack.since) = (2, 400, 1000)
    #expect(try sample.index.lack(of: red.id) == lack)
    let gaps: [(Int64, DriveGapKind)] = [
      (1, .unverified), (3, .damaged), (5, .missing), (7, .notHere), (9, .missing),
    ]
    try sample.index.recordCopies(
      on: red.id, upTo: nil, gaps: gaps.map { DriveGap(message: $0, kind: $1) }, now: 2000)
    (lack.messages, lack.octets) = (6, 400 + 30 + 50 + 70 + 90)
    (lack.unverified, lack.damaged, lack.missing, lack.notHere) = (1, 1, 2, 1)
    #expect(try sample.index.lack(of: red.id) == lack)
    try sample.index.recordCopies(on: red.id, upTo: 20, now: 1)
    (lack.messages, lack.octets, lack.since) = (4, 240, 2000)
    #expect(try sample.index.lack(of: red.id) == lack)
    try sample.index.recordCopies(on: red.id, upTo: nil, filled: [3, 5, 7, 9], now: 1)
    var unread = DriveLack()
    unread.unverified = 1
    #expect(try sample.index.lack(of: red.id) == unread)
  }
}
