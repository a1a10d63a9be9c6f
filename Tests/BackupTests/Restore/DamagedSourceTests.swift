import Archive
import Backup
import MailIndex
import TestFiles
import Testing

/// Restoring from drives on which things are lost, damaged, or somebody else's.
@Suite struct DamagedSourceTests {
  private static let mailbox = RestorationTests.mailbox
  private static let month = "home/2023/2023-11"
  private static let first = "\(month)/20231123T100000Z-jje2z6fgxvzhokcj.eml"

  @Test func `without the index everything comes back from the files alone, and nothing is fetched again`()
    throws
  {
    let fixture = try RestoreFixture(Self.mailbox)
    for name in ["index.sqlite", "left.json", "SHA256SUMS"] { try removeFile("\(fixture.copy)/\(name)") }
    let summary = try fixture.restore()
    #expect(summary.restored == 4 && !summary.hasSnapshot)
    try fixture.expectExactly(Self.mailbox, knowsUniqueIDs: false)
  }

  @Test(arguments: [0, 1, 99, 100, 512, 4_096, 6_000, 20_000])
  func `an index that is cut does not hold up the messages`(_ size: Int) throws {
    let fixture = try RestoreFixture(Self.mailbox)
    let path = "\(fixture.copy)/index.sqlite"
    try writeFile(path, Array(try readFile(path).prefix(size)))
    #expect(try fixture.restore().restored == 4)
    try fixture.expectExactly(Self.mailbox, knowsUniqueIDs: false)
  }

  @Test(arguments: [0, 1, 2, 3, 4, 5, 6, 7])
  func `an index of which a page is rubbish does not hold up the messages`(_ page: Int) throws {
    let fixture = try RestoreFixture(Self.mailbox)
    let path = "\(fixture.copy)/index.sqlite"
    var bytes = try readFile(path)
    for place in page * 4_096..<min(bytes.count, (page + 1) * 4_096) { bytes[place] = UInt8(place & 0xFF) }
    try writeFile(path, bytes)
    #expect(try fixture.restore().restored == 4)
    try fixture.expectExactly(Self.mailbox, knowsUniqueIDs: false)
  }

  @Test(arguments: [
    "../../../../escape", ".2023.11/../../escape", "..", ".evil\u{1b}[2J", "", "/escape", ".2023..11",
  ])
  func `a folder that the index names and popkeep would not is none`(_ folder: String) throws {
    let fixture = try RestoreFixture([.numbered(1)])
    let row = try #require(try fixture.source.rows().first)
    do {
      let index = try MailIndex.open(at: "\(fixture.copy)/index.sqlite", mode: .writing, journal: .rollback)
      let account = try #require(try index.accounts().first).id
      var record = row.message
      (record.folder, record.base) = (folder, "1700733600.aaaaaaaaaaaaaaaa.popkeep,S=1")
      record.arrived += 1
      _ = try index.record(
        [Recording(.new(record), tag: [UInt8](repeating: 7, count: 10), uid: [27, 91], listedOctets: .min)],
        for: account, now: 0)
      try index.close()
    }
    let before = try FileTree.files(below: fixture.source.folder.path).filter { !$0.hasPrefix("new/") }
    #expect(try fixture.restore().restored == 1)
    try fixture.expectExactly([.numbered(1)])
    #expect(try fixture.files().all.allSatisfy { $0.path.contains("/accounts/home/cur/") })
    let after = try FileTree.files(below: fixture.source.folder.path).filter { !$0.hasPrefix("new/") }
    #expect(after == before)
    #expect(try folderNames(fixture.source.folder("new")).allSatisfy { !$0.contains("escape") })
  }

  @Test func `a file that is not what is listed is told and left out, and the others come`() throws {
    let fixture = try RestoreFixture(Self.mailbox)
    try FileTree.flip("\(fixture.copy)/\(Self.first)")
    let summary = try fixture.restore()
    #expect(summary.restored == 3 && summary.damaged == [Self.first])
    try fixture.expectExactly(Array(Self.mailbox[1...]))
    #expect(try fixture.files().temporary.isEmpty)
  }

  @Test func `a damaged file does not replace the message that is here`() throws {
    let fixture = try RestoreFixture(Self.mailbox)
    try FileTree.flip("\(fixture.copy)/\(Self.first)")
    try fixture.target.fetch([.numbered(1)])
    let summary = try fixture.restore()
    #expect(summary.restored == 3 && summary.known == 1)
    try fixture.expectExactly(Self.mailbox)
  }

  @Test(arguments: [nil, "", "rubbish\n"])
  func `without its list a month comes back as the files are`(_ list: String?) throws {
    let fixture = try RestoreFixture(Self.mailbox)
    try removeFile("\(fixture.copy)/\(Self.month)/SHA256SUMS")
    if let list { try writeFile("\(fixture.copy)/\(Self.month)/SHA256SUMS", Array(list.utf8)) }
    #expect(try fixture.restore().restored == 4)
    try fixture.expectExactly(Self.mailbox)
    #expect(try fixture.restore().known == 4)
    #expect(try fixture.files().all.count == 4)
  }

  @Test func `files and folders of other people are passed over, and links are not followed`() throws {
    let fixture = try RestoreFixture(Self.mailbox)
    let folder = fixture.source.folder
    try folder.write("secret", text: "From: x\r\n\r\nsecret\r\n")
    let month = "\(fixture.copy)/\(Self.month)"
    try writeFile("\(month)/letter.eml", Array("other".utf8))
    try writeFile("\(month)/._20231123T100000Z-jje2z6fgxvzhokcj.eml", Array("of a Mac".utf8))
    try FileTree.makeLink("\(month)/20231123T100000Z-aaaaaaaaaaaaaaaa.eml", to: folder("secret"))
    try FileTree.makeLink("\(month)/20231123T100000Z-aaaaaaaaaaaaaaab.eml", to: "nothing")
    try FileTree.makeFolder("\(month)/20231123T100000Z-aaaaaaaaaaaaaaac.eml")
    for name in [
      "System Volume Information", ".Trashes", "a b", "~", "home/1", "home/2023/2023-13", "home/2023/x",
      "home/2023/2023-11.1",
    ] { try FileTree.makeFolder("\(fixture.copy)/\(name)") }
    try FileTree.makeLink("\(fixture.copy)/linked", to: folder.path)
    try FileTree.makeLink("\(fixture.copy)/home/2022", to: "2023")
    let summary = try fixture.restore()
    #expect(summary.restored == 4 && summary.accounts == 1)
    #expect(
      summary.damaged.count == 3
        && summary.damaged.allSatisfy { $0.hasPrefix("\(Self.month)/20231123T100000Z-aaa") })
    try fixture.expectExactly(Self.mailbox)
    #expect(try fixture.target.open(.reading).accountNames() == ["home"])
  }

  @Test func `an empty file under the name of a message is told as damaged`() throws {
    let fixture = try RestoreFixture(Self.mailbox)
    try writeFile("\(fixture.copy)/\(Self.first)", [])
    #expect(try fixture.restore().damaged == [Self.first])
  }
}
