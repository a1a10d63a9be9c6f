import MailIndex
import Testing

@Suite struct LookupTests {
  @Test func `copies are found by tag, within their account`() throws {
    let sample = try Sample()
    let rows = try sample.record(0..<100)
    let other = try sample.index.demandAccount("work")
    _ = try sample.index.record([.sample(5)], for: other, now: 1)
    #expect(try sample.index.copies(sample.account, tag: tag(5)) == [rows[5]])
    #expect(try sample.index.copies(other, tag: tag(5)).map(\.account) == [other])
    #expect(try sample.index.copies(sample.account, tag: tag(100)).isEmpty)
    #expect(try sample.index.copies(sample.account, tag: []).isEmpty)
  }

  @Test func `one unique-id may name several copies`() throws {
    let sample = try Sample()
    let batch = (0..<3).map {
      Recording(.new(.sample($0)), tag: tag(9), uid: Array("same".utf8), listedOctets: Int64($0))
    }
    let rows = try sample.index.record(batch, for: sample.account, now: 1)
    #expect(try sample.index.copies(sample.account, tag: tag(9)) == rows)
  }

  @Test func `a lookup is bounded however often one name was used`() throws {
    let sample = try Sample()
    let message = try #require(try sample.record([1]).first).message
    let batch = (0..<MailIndex.lookupLimit + 5).map { _ in
      Recording(.existing(message), tag: tag(9), uid: [1], listedOctets: nil)
    }
    _ = try sample.index.record(batch, for: sample.account, now: 1)
    #expect(try sample.index.copies(sample.account, tag: tag(9)).count == MailIndex.lookupLimit)
  }

  @Test func `copies are found by header, messages by content`() throws {
    let sample = try Sample()
    let rows = try sample.record(0..<50)
    _ = try sample.index.record([.sample(7, content: 99)], for: sample.account, now: 1)
    let header = try ContentHash.sample(-7)
    let found = try sample.index.copies(sample.account, headerHash: header)
    #expect(found.count == 2)
    #expect(found.contains(rows[7]))
    let content = try ContentHash.sample(7)
    let messages = try sample.index.messages(sample.account, contentHash: content, headerHash: header)
    #expect(messages.map(\.id) == [rows[7].message])
    let other = try sample.index.demandAccount("work")
    #expect(try sample.index.messages(other, contentHash: content, headerHash: header).isEmpty)
    #expect(try sample.index.copies(other, headerHash: header).isEmpty)
    #expect(try sample.index.copies(sample.account, headerHash: content).isEmpty)
  }

  @Test func `a copy can be bound to a message that is there`() throws {
    let sample = try Sample()
    let first = try #require(try sample.record([1]).first)
    let second = Recording(.existing(first.message), tag: tag(2), uid: [2], listedOctets: nil)
    let rows = try sample.index.record([second], for: sample.account, now: 1)
    #expect(rows.map(\.message) == [first.message])
    #expect(try sample.index.copies(ofMessage: first.message) == [first] + rows)
    #expect(try sample.messages().count == 1)
  }

  @Test func `streams hand out every row once, over many pages, while the index changes`() throws {
    let sample = try Sample()
    let rows = try sample.record(0..<1234)
    let other = try sample.index.demandAccount("work")
    _ = try sample.index.record((0..<700).map { .sample($0) }, for: other, now: 1)
    var seen: [Int64] = []
    try sample.index.forEachCopy(sample.account, states: [.stored]) { copy in
      seen.append(copy.id)
      if seen.count % 100 == 0 { try sample.index.mark(seen.suffix(100), .gone, now: 2) }
    }
    #expect(seen == rows.map(\.id))
    #expect(try sample.index.copyCount(sample.account, states: [.gone]) == 1200)
    #expect(try sample.index.copyCount(sample.account, states: [.stored]) == 34)
    #expect(try sample.index.copyCount(other, states: [.stored]) == 700)
  }

  @Test(arguments: [nil, 0, 1, 500, 501, 5000]) func `messages come newest first`(limit: Int?) throws {
    let sample = try Sample()
    try sample.record((0..<1001).reversed())
    let other = try sample.index.demandAccount("work")
    _ = try sample.index.record((0..<300).map { .sample($0) }, for: other, now: 1)
    var arrivals: [Int64] = []
    try sample.index.forEachMessage(sample.account, limit: limit) { arrivals.append($0.message.arrived) }
    #expect(arrivals == (0..<1001).reversed().prefix(limit ?? 1001).map(Int64.init))
    var all: [MessageRow] = []
    try sample.index.forEachMessage(limit: limit) { all.append($0) }
    #expect(all.count == min(limit ?? 1301, 1301))
    #expect(Set(all.map(\.id)).count == all.count)
    #expect(all.map(\.message.arrived) == all.map(\.message.arrived).sorted(by: >))
  }

  @Test func `a stream ends where its reader does`() throws {
    let sample = try Sample()
    try sample.record(0..<10)
    var count = 0
    #expect(throws: Absent.self) {
      try sample.index.forEachCopy(sample.account, states: [.stored]) { _ in
        count += 1
        throw Absent()
      }
    }
    #expect(count == 1)
    #expect(try sample.record([11]).count == 1)
  }
}
