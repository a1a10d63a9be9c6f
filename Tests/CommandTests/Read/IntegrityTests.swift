import Glibc
import TestFiles
import Testing

/// Commands that hold files and index against each other: verify and reindex.
@Suite struct IntegrityTests {
  private let home: UserHome
  private let mailbox: ServedMailbox

  init() throws {
    home = try UserHome()
    mailbox = try ServedMailbox(MadeMail.awkward + MadeMail.contents(1...6))
    try home.configure(mailbox.account())
    try home.makeArchive()
    try home.run("fetch").succeeds()
  }

  /// What the index tells of every message, by hash: messages that arrived in the same second have no order.
  private func listed() throws -> [String: JSONText] {
    let messages = try home.run("list", "--json", "--limit", "0").succeeds().json().items
    return Dictionary(
      messages.map { ($0["sha256"]?.text ?? "", $0) }, uniquingKeysWith: { first, _ in first })
  }

  @Test func `verify finds all as fetched`() throws {
    let run = try home.run("verify").succeeds()
    #expect(run.output.contains("16 files"))
    #expect(run.errors == "")
    let document = try home.run("verify", "--archive", home.archive, "--json").succeeds().json()
    #expect(document.keys == ["files", "present", "octets", "sample", "problems", "seconds", "findings"])
    #expect(document["files"]?.count == 16)
    #expect(document["problems"]?.count == 0)
  }

  @Test func `after one flipped bit verify ends with 65 and names the file, and export leaves it out`() throws
  {
    let mail = try home.mail()
    let file = try #require(try home.files().first)
    var bytes = try readFile(file)
    bytes[bytes.count - 2] ^= 1
    try writeFile(file, bytes)
    let name = file.split(separator: "/").last ?? ""
    let run = try home.run("verify", "--quiet")
    #expect(run.status == 65)
    #expect(run.errorLines.count == 1)
    #expect(run.errors.contains(name))
    let json = try home.run("verify", "--json")
    #expect(json.status == 65)
    let finding = try #require(try json.json()["findings"]?[0])
    #expect(finding.keys == ["kind", "account", "file"])
    #expect(finding["kind"] == .string("damaged"))
    #expect(finding["account"] == .string("home"))
    #expect(finding["file"]?.text?.contains(name.prefix(20)) == true)
    let export = try home.run("export", "--to", home.folder("out"), "--json")
    #expect(export.status == 65)
    #expect(try export.json()["written"]?.count == 15)
    #expect(try export.json()["damaged"]?.items.count == 1)
    #expect(try folderNames(home.folder("out/home")).count == 15)
    // Nothing was mended or removed meanwhile.
    #expect(try home.mail().keys == mail.keys)
  }

  @Test func `verify ends with 65 where a file is missing`() throws {
    let file = try #require(try home.files().first)
    try #require(unlink(file) == 0)
    let run = try home.run("verify", "--json")
    #expect(run.status == 65)
    #expect(try run.json()["findings"]?[0]?["kind"] == .string("missing"))
    #expect(try run.json()["files"]?.count == 15)
  }

  @Test func `a file that popkeep did not write is named and harms nothing`() throws {
    try writeFile("\(home.archive)/accounts/home/cur/1.foreign:2,S", Array("Subject: x\n\n".utf8))
    let run = try home.run("verify", "--json")
    #expect(try run.json()["findings"]?[0]?["kind"] == .string("foreign"))
    try home.run("fetch").succeeds()
    #expect(try home.files().count == 17)
  }

  @Test func `mail that a mail program moved and flagged is the same mail`() throws {
    for file in try home.files() {
      let moved = file.replacing("/new/", with: "/cur/") + ":2,FS"
      try #require(rename(file, moved) == 0)
    }
    try home.run("verify").succeeds()
    let run = try home.run("fetch", "--json").succeeds()
    #expect(try run.json()["accounts"]?[0]?["fetched"]?.count == 0)
    #expect(
      try home.run("export", "--to", home.folder("out"), "--json").succeeds().json()["written"]?.count == 16)
  }

  @Test func `reindex brings a lost index back, and the next fetch downloads nothing`() throws {
    let before = try listed()
    for name in try folderNames(home.archive) where name.hasPrefix("index.sqlite") {
      try #require(unlink("\(home.archive)/\(name)") == 0)
    }
    let document = try home.run("reindex", "--json").succeeds().json()
    #expect(document.keys == ["accounts", "messages", "foreign", "damaged", "seconds"])
    #expect(document["accounts"]?.count == 1)
    #expect(document["messages"]?.count == 16)
    let after = try listed()
    #expect(after == before)
    try home.run("verify").succeeds()
    let commands = mailbox.commands().count
    let run = try home.run("fetch", "--json").succeeds()
    #expect(try run.json()["accounts"]?[0]?["fetched"]?.count == 0)
    #expect(try run.json()["accounts"]?[0]?["known"]?.count == 16)
    #expect(!mailbox.commands(after: commands).contains { $0.hasPrefix("RETR") })
    #expect(try home.files().count == 16)
  }

  @Test func `reindex beside an index that is well changes nothing`() throws {
    let before = try listed()
    let mail = try home.mail()
    try home.run("reindex").succeeds()
    let after = try listed()
    #expect(after == before)
    #expect(try home.mail() == mail)
  }

  @Test func `an index that is no database is told in one sentence, and reindex mends it`() throws {
    for name in try folderNames(home.archive) where name.hasPrefix("index.sqlite") {
      try writeFile("\(home.archive)/\(name)", Array(repeating: 0x41, count: 8192))
    }
    for command in ["fetch", "list", "status"] { try home.run(command, "--quiet").fails(74, "reindex") }
    try home.run("reindex").succeeds()
    try home.run("verify").succeeds()
    #expect(try home.run("fetch", "--json").succeeds().json()["accounts"]?[0]?["fetched"]?.count == 0)
  }
}
