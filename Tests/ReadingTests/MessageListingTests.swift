import FoundationEssentials
import Reading
import Testing

@Suite struct MessageListingTests {
  @Test func `the newest message comes first, whatever the order of storing`() throws {
    let test = try TestArchive()
    try test.store([message("second", at: "14:02:00"), message("third", at: "14:03:00")])
    try test.store([message("first", at: "14:01:00")], account: "work", now: 1_795_443_400)
    let listing = try MessageListing(test.archive)
    #expect(listing.messages.map(\.subject) == ["third", "second", "first"])
    #expect(listing.messages.map(\.account) == ["home", "home", "work"])
    #expect(try MessageListing(test.archive, limit: 2).messages.map(\.subject) == ["third", "second"])
    #expect(try MessageListing(test.archive, account: "work").messages.map(\.subject) == ["first"])
    #expect(try MessageListing(test.archive, account: "none").messages.isEmpty)
  }

  @Test func `a row says what the header says`() throws {
    let test = try TestArchive()
    let wire = message("=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", from: "=?utf-8?Q?J=C3=BCrgen?= <j@example.org>")
    try test.store([wire])
    let row = try #require(try MessageListing(test.archive).messages.first)
    #expect(row.subject == "Grüße")
    #expect(row.from.map(\.name) == ["Jürgen"])
    #expect(row.from.map(\.address) == ["j@example.org"])
    #expect(row.to.map(\.name) == ["Smith, Bob", nil])
    #expect(row.to.map(\.address) == ["bob@example.org", "carol@example.org"])
    #expect(row.date == "2026-11-23T13:00:00Z")
    #expect(row.arrived == "2026-11-23T14:15:00Z")
    #expect(row.octets == Int64(wire.count))
    #expect(row.sha256.count == 64)
    #expect(row.id == String(row.sha256.prefix(10)))
    #expect(row.inReplyTo == ["0@example.org"])
    #expect(row.references.isEmpty)
  }

  @Test func `a listing as JSON is an array of objects with the documented keys`() throws {
    let test = try TestArchive()
    try test.store([message("one")])
    let data = try JSONEncoder().encode(try MessageListing(test.archive).messages)
    let text = String(decoding: data, as: UTF8.self)
    #expect(text.hasPrefix("[{"))
    for key in [
      "id", "account", "file", "sha256", "octets", "date", "arrived", "from", "to", "subject", "messageId",
      "inReplyTo", "references",
    ] { #expect(text.contains("\"\(key)\":"), "\(key)") }
    #expect(
      text.contains(#"{"name":"Alice","address":"alice@example.org"}"#) || text.contains(#""name":"Alice""#))
  }

  @Test func `ids grow until they tell all messages apart`() {
    let digits = "0123456789abcdef"
    #expect(MessageListing.idLength([]) == 10)
    #expect(MessageListing.idLength(["\(digits)0", "f\(digits)"]) == 10)
    #expect(MessageListing.idLength(["\(digits)0", "\(digits)1", "f\(digits)"]) == 17)
    #expect(MessageListing.idLength(["\(digits)0", "\(digits)0"]) == 10)
  }

  @Test func `lines stay within the terminal and hold nothing harmful`() throws {
    let test = try TestArchive()
    try test.store([
      message("a\u{1B}]0;x\u{07}b", from: "\u{202E}evil <e@example.org>"),
      message(String(repeating: "日本", count: 50), from: "日本日本日本日本日本日本 <n@example.org>"),
    ])
    for line in try MessageListing(test.archive).lines(width: 80) {
      #expect(TerminalText.columns(line) <= 80)
      #expect(TerminalText.line(line) == line)
    }
    #expect(try MessageListing(test.archive).lines(width: nil).contains { TerminalText.columns($0) > 200 })
  }

  @Test func `an empty archive has an empty listing`() throws {
    let test = try TestArchive()
    #expect(try MessageListing(test.archive).messages.isEmpty)
    #expect(try MessageListing(test.archive).lines(width: 80).isEmpty)
  }
}
