import Glibc
import TestFiles
import Testing

/// Commands that read an archive: list, status, export.
@Suite struct ReadingTests {
  private let home: UserHome
  private let mailbox: ServedMailbox
  private static let contents = MadeMail.awkward + MadeMail.contents(1...6)

  init() throws {
    home = try UserHome()
    mailbox = try ServedMailbox(Self.contents)
    try home.configure(mailbox.account())
    try home.makeArchive()
    try home.run("fetch").succeeds()
  }

  @Test func `list shows the newest first, and no control character of a subject`() throws {
    let run = try home.run("list").succeeds()
    #expect(run.outputLines.count == Self.contents.count)
    #expect(run.output.contains("Message 6"))
    #expect(run.output.contains("Bob"))
    #expect(run.output.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F || $0 == "\n" })
    let numbers = run.outputLines.compactMap { line in
      line.firstMatch(of: /Message (\d)/).flatMap { Int($0.1) }
    }
    #expect(numbers == [6, 5, 4, 3, 2, 1])
    #expect(try home.run("list", "--limit", "3").succeeds().outputLines.count == 3)
    #expect(try home.run("list", "--limit", "0").succeeds().outputLines.count == Self.contents.count)
    #expect(
      try home.run("list", "--archive", home.archive, "--account", "home").succeeds().output == run.output)
    try home.run("list", "--account", "work").fails(78, "work", "home")
    #expect(try home.run("list", "--month", "2026-11", "--from", "bob").succeeds().outputLines.count == 6)
    #expect(try home.run("list", "--month", "2026-10", "--from", "bob").succeeds().output.contains("no such"))
    #expect(try home.run("list", "--month", "2026-1x").errors.contains("^^^^^^^"))
  }

  @Test func `list --json has the members that the documents name`() throws {
    let document = try home.run("list", "--json").succeeds().json()
    let message = try #require(document.items.first { $0["subject"]?.text == "Message 4" })
    #expect(
      message.keys == [
        "id", "account", "file", "sha256", "octets", "date", "arrived", "from", "to", "cc", "subject",
        "messageId", "inReplyTo", "references", "thread", "defects",
      ])
    #expect(message["account"] == .string("home"))
    #expect(message["messageId"]?.text?.contains("4@example.org") == true)
    #expect(message["octets"]?.count == MadeMail.content(4).count)
    #expect(message["date"]?.text?.hasPrefix("2026-11-02T") == true)
    #expect(message["sha256"]?.text?.count == 64)
    let file = try #require(message["file"]?.text)
    #expect(try home.files().contains(file))
  }

  @Test func `status has a row an account and the last error`() throws {
    let run = try home.run("status").succeeds()
    #expect(run.outputLines.contains { $0.hasPrefix("home") && $0.contains("ok") && $0.contains("16") })
    try home.writePassword(UserHome.wrongPassword)
    try home.run("fetch", "--quiet").fails(77)
    let document = try home.run("status", "--json").succeeds().json()
    let account = try #require(document["accounts"]?[0])
    #expect(
      account.keys == [
        "name", "state", "lastRun", "lastSuccess", "nextRun", "errorsInARow", "stored", "bytes", "onServer",
        "backlog", "setAside", "damaged", "lastError",
      ])
    #expect(document.keys == ["accounts", "daemon", "scrub", "drives"])
    #expect(document["daemon"] == .null && document["scrub"] == .null)
    #expect(account["backlog"]?.count == 0)
    #expect(try home.run("status", "home").succeeds().outputLines.contains { $0.hasPrefix("home") })
    try home.run("status", "nobody").fails(78, "nobody", "home")
    #expect(account["state"] == .string("failing"))
    #expect(account["errorsInARow"]?.count == 1)
    #expect(account["stored"]?.count == Self.contents.count)
    let sizes = try home.files().map { try readFile($0).count }
    #expect(account["bytes"]?.count == sizes.reduce(0, +))
    #expect(account["onServer"]?.count == Self.contents.count)
    #expect(account["lastError"]?["class"] == .string("loginRefused"))
    #expect(account["lastSuccess"]?.text?.hasSuffix("Z") == true)
    #expect(try home.run("status").succeeds().output.contains("password"))
  }

  @Test func `export gives every message back, octet for octet`() throws {
    let folder = home.folder("out")
    let document = try home.run("export", "--to", folder, "--json").succeeds().json()
    #expect(document.keys == ["written", "skipped", "octets", "damaged"])
    #expect(document["written"]?.count == Self.contents.count)
    #expect(document["octets"]?.count == Self.contents.map(\.count).reduce(0, +))
    let names = try folderNames("\(folder)/home")
    #expect(names.allSatisfy { $0.hasSuffix(".eml") })
    let exported = try names.map { try readFile("\(folder)/home/\($0)") }
    #expect(exported.sorted(by: precedes) == Self.contents.sorted(by: precedes))
    let again = try home.run("export", "--to", folder, "--json").succeeds().json()
    #expect(again["written"]?.count == 0)
    #expect(again["skipped"]?.count == Self.contents.count)
    #expect(try folderNames("\(folder)/home") == names)
  }

  @Test func `export --mbox writes one file with a quoted From for each, and never over another`() throws {
    let path = home.folder("all.mbox")
    try home.run("export", "--mbox", path).succeeds()
    let lines = String(decoding: try readFile(path), as: UTF8.self).split(separator: "\n")
    #expect(lines.count { $0.hasPrefix("From ") } == Self.contents.count)
    #expect(lines.contains { $0.hasPrefix(">From here too") })
    #expect(lines.contains { $0.hasPrefix(">>From there") })
    let before = try readFile(path)
    try home.run("export", "--mbox", path, "--quiet").fails(73, path)
    #expect(try readFile(path) == before)
  }

  @Test func `export wants to know where to`() throws {
    #expect(try home.run("export").status == 64)
    #expect(try home.run("export", "--to", home.folder("out"), "--mbox", home.folder("m")).status == 64)
    try home.run("export", "--to", home.passwordFile).fails(73, home.passwordFile)
  }
}
