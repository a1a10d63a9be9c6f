import Glibc
import TestFiles
import Testing

/// The command import.
@Suite struct ImportCommandTests {
  private static let contents = MadeMail.awkward + MadeMail.contents(1...4)

  private let home: UserHome
  private let source: TemporaryFolder

  init() throws {
    home = try UserHome()
    source = try TemporaryFolder()
    try home.configure(AccountText(port: 9))
    try home.makeArchive()
    for (number, content) in Self.contents.enumerated() {
      try writeFile(source("\(number).eml"), content)
    }
  }

  /// What a message of this file is on the wire.
  private static func wire(_ content: [UInt8]) -> [UInt8] {
    let pairs = zip(content, content.dropFirst())
    return pairs.contains { $0 == (13, 10) } ? content : LineEnds.crlf(content)
  }

  @Test func `mail is imported once, listed, exported and verified`() throws {
    let expected = Set(Self.contents.map(Self.wire))
    let run = try home.run("import", source.path, "--account", "home").succeeds()
    #expect(run.output.contains("\(expected.count) messages") && run.errors.isEmpty)
    let stored = try home.stored()
    #expect(Set(stored) == expected && stored.count == expected.count)
    let again = try home.run("import", source.path, "--account", "home", "--json").succeeds().json()
    #expect(again["imported"]?.count == 0 && again["known"]?.count == Self.contents.count)
    #expect(
      again.keys == [
        "account", "dryRun", "imported", "bytes", "known", "ignored", "seen", "seenNew", "unreadable",
        "unreadableCount", "seconds",
      ])
    #expect(try home.run("list", "--json").succeeds().json().items.count == expected.count)
    try home.run("export", "--maildir", source("out")).succeeds()
    #expect(try folderNames(source("out/home/cur")).count == expected.count)
    try home.run("verify").succeeds()
  }

  @Test func `export takes a query, with words that begin with a dash, and says where it is wrong`() throws {
    try home.run("import", source.path, "--account", "home").succeeds()
    let run = try home.run(
      "export", "subject:message", "-subject:3", "--to", source("found"), "--json"
    ).succeeds().json()
    #expect(run["written"]?.count == 3)
    #expect(try folderNames(source("found/home")).count == 3)
    let wrong = try home.run("export", "from:(", "--to", source("none"))
    #expect(wrong.status == 64 && !wrong.errors.isEmpty, "\(wrong)")
    #expect(access(source("none"), F_OK) != 0)
  }

  @Test func `an account that the configuration does not have is made, and that is said`() throws {
    let run = try home.run("import", source("0.eml"), "--account", "old").succeeds()
    #expect(run.errorLines.count == 1 && run.errors.contains("\"old\"") && run.errors.contains("home"))
    #expect(try home.stored(account: "old").count == 1)
  }

  @Test func `a dry run changes nothing`() throws {
    let before = try home.mail()
    let run = try home.run("import", source.path, "--account", "new", "--dry-run", "--json").succeeds().json()
    #expect(run["imported"]?.count == Set(Self.contents.map(Self.wire)).count)
    #expect(try home.mail() == before)
  }

  @Test func `what does not go is said in a sentence`() throws {
    try home.run("import", source("nowhere"), "--account", "home").fails(65, "nowhere")
    try writeFile(source("notes"), Array("notes\n".utf8))
    try home.run("import", source("notes"), "--account", "home").fails(65, "notes", "no mail")
    for (words, hint) in [
      ([source.path, "--account", "../x"], "../x"), (["--account", "home"], "a path"),
      ([source.path, "--account", "home", "--forget-seen"], "without paths"),
      ([source.path, "--account", "home", "--mbox-format", "mmdf"], "mmdf"),
    ] {
      let run = try home.start(["import"] + words).finish()
      #expect(run.status == 64 && run.errors.contains(hint), "\(run)")
    }
    try home.run("import", "--account", "nobody", "--forget-seen").fails(78, "nobody")
    try writeFile(source("list"), Array("bob@b.example 1\ncarol@c.example 2\n".utf8))
    try home.run("import", source("list"), "--account", "home").fails(65, "bob@b.example", "--mailbox")
    let run = try home.run("import", source("list"), "--account", "home", "--mailbox", "carol@c.example")
      .succeeds()
    #expect(run.output.contains("1 message"))
  }

  @Test func `kill -9 at whichever step of an import: the next one leaves every message in the archive once`()
    throws
  {
    let expected = Set(Self.contents.map(Self.wire))
    let stride = MatrixExtent.stride(12)
    var number = MatrixExtent.start(row: 7, stride: stride)
    var isHit = true
    var kills = 0
    while isHit {
      let home = try UserHome()
      try home.configure(AccountText(port: 9))
      try home.makeArchive()
      let mark = home.folder("hit")
      let fault = try Fault(kind: .kill, place: .archive, number: number).environment(
        archive: home.archive, mark: mark)
      let run = try home.run("import", source.path, "--account", "home", environment: fault)
      isHit = access(mark, F_OK) == 0
      #expect(run.status == (isHit ? 128 + SIGKILL : 0), "\(run)")
      try home.run("import", source.path, "--account", "home").succeeds()
      let stored = try home.stored()
      #expect(Set(stored) == expected && stored.count == expected.count, "step \(number)")
      #expect(try folderNames("\(home.archive)/accounts/home/tmp").isEmpty)
      try home.run("verify").succeeds()
      if isHit { kills += 1 }
      number += stride
    }
    #expect(kills > 2)
  }
}
