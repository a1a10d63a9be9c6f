import MailIndex
import Testing

@Suite struct RoundTripTests {
  @Test func `a batch comes back as it was recorded, in its order`() throws {
    let sample = try Sample()
    let rows = try sample.record([3, 1, 2])
    #expect(rows.map(\.tag) == [tag(3), tag(1), tag(2)])
    #expect(rows.map(\.wireOctets) == [30, 10, 20])
    #expect(try sample.copies() == rows)
    let row = try #require(rows.first)
    #expect(row.account == sample.account)
    #expect(row.uid == Array("uid-3".utf8))
    #expect(row.listedOctets == 30)
    #expect(row.contentHash == (try ContentHash.sample(3)))
    #expect(row.headerHash == (try ContentHash.sample(-3)))
    #expect(row.base == "3.k3v5x2m4p7q6r3sj.popkeep,S=3")
    #expect(row.folder == ".")
    #expect(row.storedAt == 1000)
    #expect(row.arrived == 3)
    #expect(row.state == .stored)
    #expect(row.messageState == .stored)
    #expect(row.deleteTries == 0)
  }

  @Test func `a message comes back with all its columns`() throws {
    let sample = try Sample()
    var message = MessageRecord.sample(7)
    message.folder = ".2026.11"
    message.envelope = EnvelopeRecord(
      date: -1, fromName: "Älice", fromAddress: "alice@example.org",
      to: "Bob <bob@example.net>, c@example.com",
      subject: "日本語", messageID: "m@example.org", inReplyTo: "a@b", references: "a@b c@d")
    _ = try sample.index.record(
      [Recording(.new(message), tag: tag(7), uid: [], listedOctets: nil)], for: sample.account, now: 1)
    let row = try #require(try sample.messages().first)
    #expect(row.message == message)
    #expect(row.state == .stored)
    #expect(try sample.index.message(row.id) == row)
    #expect(try sample.index.message(row.id + 1) == nil)
  }

  @Test(
    arguments: [nil, [], [0], [0xFF, 0xFE, 0x00, 0x27], Array(repeating: 0x80, count: 300)] as [[UInt8]?])
  func `a unique-id is raw octets, and none, empty and unreadable are three things`(uid: [UInt8]?) throws {
    let sample = try Sample()
    let recording = Recording(.new(.sample(1)), tag: tag(1), uid: uid, listedOctets: nil)
    let rows = try sample.index.record([recording], for: sample.account, now: 1)
    #expect(rows.map(\.uid) == [uid])
    #expect(try sample.index.copies(sample.account, tag: tag(1)) == rows)
    #expect(rows.map(\.listedOctets) == [nil])
  }

  @Test(arguments: [
    "'; DROP TABLE messages; --", "\" OR 1=1 --", "a\u{0}b", "%_?1 :name @x $y", "", "\u{1B}[31m", "\u{FFFD}",
  ])
  func `text is plain data`(text: String) throws {
    let sample = try Sample()
    var message = MessageRecord.sample(1)
    message.base = text
    message.folder = text
    message.envelope = EnvelopeRecord(
      fromName: text, fromAddress: text, to: text, subject: text, messageID: text, inReplyTo: text,
      references: text)
    let account = try sample.index.demandAccount(text)
    let uid = Array(text.utf8)
    let rows = try sample.index.record(
      [Recording(.new(message), tag: tag(1), uid: uid, listedOctets: 1)], for: account, now: 1)
    #expect(rows.first?.base == text)
    #expect(try sample.index.message(rows.first?.message ?? 0)?.message == message)
    let row = SetAsideRow(uid: uid, listedOctets: 1, reason: text, attempts: 1, firstAt: 1, retryAt: 2)
    try sample.index.setAside(row, for: account)
    #expect(try sample.index.setAsides(account) == [row])
    try sample.index.clearSetAside([uid], for: account)
    #expect(try sample.index.setAsides(account).isEmpty)
    #expect(try sample.index.accounts().map(\.name).sorted() == ["home", text].sorted())
  }

  @Test func `extreme numbers come back`() throws {
    let sample = try Sample()
    var message = MessageRecord.sample(1)
    message.size = .max
    message.wireOctets = .min
    message.arrived = .min
    message.storedAt = .max
    let recording = Recording(.new(message), tag: tag(1), uid: nil, listedOctets: .min)
    let row = try #require(try sample.index.record([recording], for: sample.account, now: .max).first)
    #expect(row.listedOctets == .min)
    #expect(try sample.index.message(row.message)?.message == message)
  }

  @Test func `a hash has 32 octets`() throws {
    #expect(ContentHash(bytes: []) == nil)
    #expect(ContentHash(bytes: Array(repeating: 1, count: 31)) == nil)
    #expect(ContentHash(bytes: Array(0..<32))?.bytes == Array(0..<32))
  }
}
