import Glibc
import TestFiles
import Testing

/// What `verify` says, prints and ends with.
@Suite struct VerifyTests {
  private let home: UserHome
  private let mailbox: ServedMailbox

  init() throws {
    home = try UserHome()
    mailbox = try ServedMailbox(MadeMail.contents(1...12))
    try home.configure(mailbox.account())
    try home.makeArchive()
    try home.run("fetch").succeeds()
  }

  private func damageOne() throws -> String {
    let file = try #require(try home.files().first)
    var bytes = try readFile(file)
    bytes[bytes.count / 2] ^= 2
    try writeFile(file, bytes)
    return file
  }

  @Test func `a damaged message is fetched again, told as replaced, and over once its file is removed`()
    throws
  {
    let file = try damageOne()
    let damaged = try home.run("verify")
    #expect(damaged.status == 65)
    #expect(damaged.errors.contains("the next fetch brings the message again"))
    // The mailbox has not changed, and yet the next run looks at all of it.
    let fetch = try home.run("fetch", "--json").succeeds().json()["accounts"]?[0]
    #expect(fetch?["fetched"]?.count == 1)
    #expect(fetch?["known"]?.count == 11)
    #expect(try Set(home.stored()).isSuperset(of: MadeMail.contents(1...12)))
    let replaced = try home.run("verify").succeeds()
    #expect(replaced.errorLines.count == 1)
    #expect(replaced.errors.contains("replaced: home/new/") && replaced.errors.contains("can be removed"))
    try removeFile(file)
    #expect(try home.run("verify").succeeds().errors == "")
    #expect(try home.run("fetch", "--json").succeeds().json()["accounts"]?[0]?["fetched"]?.count == 0)
    #expect(try Set(home.stored()) == Set(MadeMail.contents(1...12)))
    #expect(try home.files().count == 12)
  }

  @Test func `a damaged message never leaves the server`() throws {
    let file = try damageOne()
    #expect(try home.run("verify").status == 65)
    let whole = MadeMail.contents(1...12)
    try home.configure(mailbox.account(onServer: "\"delete\""))
    try home.run("fetch").succeeds()
    // It was fetched again first: only then did all of them go.
    try removeFile(file)
    #expect(try Set(home.stored()) == Set(whole))
    #expect(mailbox.commands().contains { $0.hasPrefix("RETR") })
    try home.run("verify").succeeds()
  }

  @Test func `an index that is broken ends verify with 65 and the advice to reindex`() throws {
    for name in try folderNames(home.archive) where name.hasPrefix("index.sqlite") {
      try writeFile("\(home.archive)/\(name)", Array(repeating: 0x41, count: 8192))
    }
    let run = try home.run("verify")
    #expect(run.status == 65)
    #expect(run.errorLines.count == 1)
    #expect(run.errors.contains("popkeep reindex"))
    #expect(run.output.contains("12 files"))
    let document = try home.run("verify", "--json").json()
    #expect(document["findings"]?[0]?["kind"] == .string("index"))
    #expect(document["files"]?.count == 12)
    try home.run("reindex").succeeds()
    try home.run("verify").succeeds()
  }

  @Test func `a folder that cannot be read ends verify with 74 and its reason`() throws {
    // Root may read what others may not; nobody may list what is no folder.
    let place = "\(home.archive)/accounts/home/.Archive"
    for folder in ["", "/cur", "/new"] { try #require(mkdir(place + folder, 0o700) == 0) }
    try #require(rmdir("\(place)/new") == 0)
    try writeFile("\(place)/new", [])
    let run = try home.run("verify", "--json")
    #expect(run.status == 74)
    let finding = try #require(try run.json()["findings"]?[0])
    #expect(finding.keys == ["kind", "account", "file", "reason"])
    #expect(finding["kind"] == .string("unreadable"))
    #expect(finding["file"] == .string(".Archive/new"))
    #expect(try run.json()["files"]?.count == 12)
    // Damage is graver.
    _ = try damageOne()
    #expect(try home.run("verify").status == 65)
  }

  @Test(arguments: ["1%", "0.1%", "100%", "12.5%"])
  func `a sample says what share it is`(share: String) throws {
    let run = try home.run("verify", "--sample", share).succeeds()
    #expect(run.output.hasPrefix("a sample of \(share), "))
    #expect(run.output.contains(" of 12 "))
    let document = try home.run("verify", "--sample", share, "--json").succeeds().json()
    #expect(document["present"]?.count == 12)
    #expect((0...12).contains(document["files"]?.count ?? -1))
    if share == "100%" { #expect(document["files"]?.count == 12) }
  }

  @Test(arguments: ["0%", "1", "101%", "-1%", "x", "%", "1e1%", "nan%", "", "1%%", "1 %"])
  func `a sample that is none is told with exit code 64`(share: String) throws {
    let run = try home.run("verify", "--sample=\(share)")
    #expect(run.status == 64)
    #expect(run.output == "")
    #expect(run.errors.contains("--sample"))
  }

  @Test func `a missing file is found by any sample`() throws {
    try removeFile(try #require(try home.files().last))
    let run = try home.run("verify", "--sample", "0.001%", "--json")
    #expect(run.status == 65)
    #expect(try run.json()["findings"]?[0]?["kind"] == .string("missing"))
  }

  @Test func `progress is a line on a terminal, plain lines with --verbose, and else nothing`() throws {
    #expect(try home.run("verify").succeeds().errors == "")
    #expect(try home.run("verify", "--quiet").succeeds().errors == "")
    #expect(try home.run("verify", "--json", "--verbose").succeeds().errors == "")
    let verbose = try home.run("verify", "--verbose").succeeds()
    let last = try #require(verbose.errorLines.last)
    #expect(last.hasPrefix("[########################] 12 of 12 files, "))
    #expect(verbose.errorLines.count <= 10)
    let terminal = try Terminal()
    let shown = try home.start(["verify"], terminal: terminal.path).finish(within: .seconds(30))
    #expect(shown.status == 0)
  }
}
