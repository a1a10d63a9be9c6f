import Archive
import FoundationEssentials
import MailIndex
import Reading
import TestFiles
import Testing

@Suite struct MessageListingTests {
  private func documents(_ listing: ArchiveListing) throws -> [MessageDocument] {
    var documents: [MessageDocument] = []
    try listing.forEachDocument { document in
      documents.append(document)
      return true
    }
    return documents
  }

  private func subjects(_ listing: ArchiveListing) throws -> [String?] {
    try documents(listing).map(\.subject)
  }

  private func lines(_ listing: ArchiveListing, width: Int?) throws -> [String] {
    var lines: [String] = []
    try listing.forEachLine(width: width) { line in
      lines.append(line.plain)
      return true
    }
    return lines
  }

  @Test func `the newest message comes first, whatever the order of storing`() throws {
    let test = try TestArchive()
    try test.store([message("second", at: "14:02:00"), message("third", at: "14:03:00")])
    try test.store([message("first", at: "14:01:00")], account: "work", now: 1_795_443_400)
    let all = try documents(ArchiveListing(test.archive))
    #expect(all.map(\.subject) == ["third", "second", "first"])
    #expect(all.map(\.account) == ["home", "home", "work"])
    #expect(try subjects(ArchiveListing(test.archive, limit: 2)) == ["third", "second"])
    #expect(try subjects(ArchiveListing(test.archive, account: "work")) == ["first"])
    #expect(try subjects(ArchiveListing(test.archive, account: "none")) == [])
  }

  @Test func `a month is that of the arrival, by the clock here`() throws {
    let test = try TestArchive()
    try test.store([message("one"), message("two", at: "14:16:00")])
    // 14:15 UTC on the 23rd is in December on a clock that is eight days ahead.
    let zone = LocalZone.fixed(8 * 86_400)
    #expect(try subjects(ArchiveListing(test.archive, month: "2026-12", zone: zone)) == ["two", "one"])
    #expect(try subjects(ArchiveListing(test.archive, month: "2026-12", limit: 1, zone: zone)) == ["two"])
    #expect(try subjects(ArchiveListing(test.archive, month: "2026", zone: zone)).count == 2)
    #expect(try subjects(ArchiveListing(test.archive, month: "2026-11", zone: zone)) == [])
    #expect(try subjects(ArchiveListing(test.archive, month: "2027-01", zone: zone)) == [])
    for month in ["2026-13", "november", "", "7d", "100d", "2026-11-01", "2026-1"] {
      #expect(throws: QueryFault.self, "\(month)") { _ = try ArchiveListing(test.archive, month: month) }
    }
  }

  @Test func `a sender is found by words of name and address`() throws {
    let test = try TestArchive()
    try test.store([message("one"), message("two", from: "Bob Builder <bob@example.net>")])
    try test.store([message("three")], account: "work", now: 1_795_443_400)
    _ = try test.archive.readForSearch()
    #expect(try Set(subjects(ArchiveListing(test.archive, sender: "ALICE"))) == ["one", "three"])
    #expect(try subjects(ArchiveListing(test.archive, sender: "bob@example.net")) == ["two"])
    #expect(try subjects(ArchiveListing(test.archive, account: "work", sender: "alice")) == ["three"])
    #expect(try subjects(ArchiveListing(test.archive, month: "2025-01", sender: "alice")) == [])
    #expect(throws: QueryFault.self) { _ = try ArchiveListing(test.archive, sender: "@") }
  }

  @Test func `a listing that nobody reads on is not made`() throws {
    let test = try TestArchive()
    try test.store((0..<250).map { message("message \($0)") })
    var count = 0
    try ArchiveListing(test.archive).forEachDocument { _ in
      count += 1
      return count < 130
    }
    #expect(count == 130)
    #expect(try documents(ArchiveListing(test.archive)).count == 250)
  }

  @Test func `a row says what the header says`() throws {
    let test = try TestArchive()
    let wire = message("=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", from: "=?utf-8?Q?J=C3=BCrgen?= <j@example.org>")
    try test.store([wire])
    let row = try #require(try documents(ArchiveListing(test.archive)).first)
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
    #expect(row.thread == row.id)
    #expect(row.inReplyTo == ["0@example.org"])
    #expect(row.references.isEmpty)
    #expect(row.file == (try test.files()).first)
  }

  @Test func `a listing as JSON has all members, null where nothing is known`() throws {
    let test = try TestArchive()
    try test.store([message("one"), Array("\r\nno header\r\n".utf8)])
    for document in try documents(ArchiveListing(test.archive)) {
      let text = String(decoding: try JSONEncoder().encode(document), as: UTF8.self)
      for key in [
        "id", "account", "file", "sha256", "octets", "date", "arrived", "from", "to", "cc", "subject",
        "messageId", "inReplyTo", "references", "thread", "defects",
      ] { #expect(text.contains("\"\(key)\":"), "\(key)") }
      #expect(text.contains("\"subject\":null") == (document.subject == nil))
      #expect(!text.contains("\"parts\"") && !text.contains("\"text\""))
    }
  }

  @Test func `of a message whose file is gone the index tells`() throws {
    let test = try TestArchive()
    try test.store([message("one")])
    let file = try #require(try test.files().first)
    try removeFile(file)
    let row = try #require(try documents(ArchiveListing(test.archive)).first)
    #expect(row.subject == "one")
    #expect(row.to.map(\.address) == ["bob@example.org", "carol@example.org"])
    #expect(file.hasSuffix("/\(row.file)"))
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
    for line in try lines(ArchiveListing(test.archive), width: 80) {
      #expect(TerminalText.columns(line) <= 80)
      #expect(TerminalText.line(line) == line)
    }
    #expect(try lines(ArchiveListing(test.archive), width: nil).contains { TerminalText.columns($0) > 200 })
  }

  @Test func `an empty archive has an empty listing`() throws {
    let test = try TestArchive()
    #expect(try documents(ArchiveListing(test.archive)).isEmpty)
    #expect(try lines(ArchiveListing(test.archive), width: 80).isEmpty)
  }
}
