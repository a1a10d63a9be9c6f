import Glibc
import TestFiles
import Testing

@Suite struct InitTests {
  private let home: UserHome
  private let mailbox: ServedMailbox

  init() throws {
    home = try UserHome()
    mailbox = try ServedMailbox(1...3)
  }

  /// The options of an account that works.
  private var options: [String] {
    [
      "init", "alice@example.org", "--user", "alice", "--host", "127.0.0.1", "--port", "\(mailbox.port)",
      "--ca-file", mailbox.caFile,
    ]
  }
  private var password: [String] { ["--password-file", home.passwordFile] }

  private func run(_ arguments: [String], environment: [String: String] = [:]) throws -> CommandRun {
    try home.start(arguments, environment: environment).finish()
  }

  private func expectNothingWritten(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(access(home.configuration, F_OK) != 0, sourceLocation: sourceLocation)
    #expect(access(home.archive, F_OK) != 0, sourceLocation: sourceLocation)
  }

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
  }

  @Test
  func `a credential that is no name, and two places of the password, are refused before anything is tried`()
    throws
  {
    let path = try run(options + ["--password-credential", "a/b", "--archive", home.archive])
    #expect(path.status == 64 && path.errors.contains("--password-credential needs the name of a credential"))
    let two = try run(options + password + ["--password-netrc", "--archive", home.archive])
    #expect(
      two.status == 64 && two.errors.contains("--password-file and --password-netrc exclude one another"))
    expectNothingWritten()
  }

  @Test func `init tries the account, writes the configuration for its owner alone, and fetch works`() throws
  {
    let run = try run(options + password + ["--archive", home.archive]).succeeds()
    #expect(run.output.contains("popkeep fetch"))
    #expect(mode(home.configuration) == 0o600)
    #expect(mode(home.archive) == 0o700)
    #expect(mailbox.remaining.count == 3)
    try home.run("fetch").succeeds()
    #expect(Set(try home.stored(account: "alice")) == Set(MadeMail.contents(1...3)))
    let text = String(decoding: try readFile(home.configuration), as: UTF8.self)
    #expect(!text.contains(UserHome.password))
  }

  @Test func `--json prints where things are`() throws {
    let document = try run(options + password + ["--archive", home.archive, "--json"]).succeeds().json()
    #expect(
      document
        == .object([
          "config": .string(home.configuration), "archive": .string(home.archive),
          "account": .string("alice"),
        ]))
  }

  @Test func `the password may come from a command or the environment`() throws {
    let command = ["--password-command", "cat '\(home.passwordFile)'", "--archive", home.archive]
    try run(options + command).succeeds()
    let variable = ["--password-env", "MAIL_PASSWORD", "--name", "second"]
    try run(options + variable, environment: ["MAIL_PASSWORD": UserHome.password]).succeeds()
    let fetch = try home.run("fetch", "--json", environment: ["MAIL_PASSWORD": UserHome.password]).succeeds()
    #expect(try fetch.json()["accounts"]?.items.compactMap { $0["fetched"]?.count } == [3, 3])
  }

  @Test func `a log-in that is refused leaves nothing behind`() throws {
    try home.writePassword(UserHome.wrongPassword)
    try run(options + password + ["--archive", home.archive, "--quiet"]).fails(77, "password", "--no-check")
    expectNothingWritten()
    let shown = try run(options + password + ["--archive", home.archive])
    #expect(shown.output.contains("FAILED"))
    expectNothingWritten()
    try run(options + password + ["--archive", home.archive, "--no-check"]).succeeds()
    try home.run("fetch", "--quiet").fails(77)
  }

  @Test func `a folder that holds other things is not made an archive`() throws {
    try #require(mkdir(home.archive, 0o700) == 0)
    try writeFile("\(home.archive)/letter.txt", [65])
    try run(options + password + ["--archive", home.archive, "--quiet"]).fails(73, home.archive)
    #expect(access(home.configuration, F_OK) != 0)
    #expect(try folderNames(home.archive) == ["letter.txt"])
  }

  @Test func `what is missing without a terminal is named with its option`() throws {
    try home.run("init").fails(64, "popkeep init alice@example.org")
    try home.run("init", "alice@example.org", "--no-lookup").fails(64, "--host")
    try run(Array(options) + ["--archive", home.archive]).fails(64, "--password-command")
    try run(options + password).fails(64, "--archive")
    expectNothingWritten()
  }

  @Test func `values that cannot be are refused before anything is tried`() throws {
    let archive = ["--archive", home.archive]
    try run(["init", "a@example.org", "--host", "pop3s://pop.example.org"] + password + archive).fails(
      64, "--host")
    try run(options + password + archive + ["--name", "a/b"]).fails(64, "--name", "a/b")
    #expect(try run(options + password + archive + ["--tls", "none"]).status == 64)
    #expect(try run(options + password + archive + ["--password-env", "X"]).status == 64)
    #expect(try run(options + password + archive + ["--tls", "ssl3"]).status == 64)
    for wrong in [
      ["--auth", "kerberos"], ["--pin", "00"], ["--proxy", "http://127.0.0.1"], ["--client-key", "x"],
      ["--client-id", "x"], ["--password-keyring"],
    ] { #expect(try run(options + password + archive + wrong).status == 64, "\(wrong)") }
    expectNothingWritten()
    #expect(mailbox.commands() == [])
  }

  @Test func `a second account is added to the configuration`() throws {
    try run(options + password + ["--archive", home.archive]).succeeds()
    try run(options + password).fails(64, "--name", "alice")
    try run(options + password + ["--name", "work", "--archive", home.folder("other")]).fails(
      64, home.archive)
    try run(options + password + ["--name", "work", "--on-server", "delete"]).succeeds()
    try home.run("fetch", "work").succeeds()
    #expect(try home.stored(account: "work").count == 3)
    #expect(mailbox.remaining == [])
    #expect(mode(home.configuration) == 0o600)
  }

  @Test func `a configuration that was edited by hand is left as it is, and the lines to add are shown`()
    throws
  {
    try home.configure(mailbox.account())
    let before = try readFile(home.configuration)
    let run = try run(options + password + ["--name", "work"])
    #expect(run.status == 73)
    #expect(run.output.contains("\"name\": \"work\""))
    #expect(run.errors.contains("edited by hand"))
    #expect(try readFile(home.configuration) == before)
  }

  @Test func `--archive alone makes the archive that the configuration names`() throws {
    try home.configure(mailbox.account())
    let run = try home.run("init", "--archive", home.archive).succeeds()
    #expect(run.output.contains(home.archive))
    #expect(run.output.contains("popkeep fetch"))
    let marker = try readFile("\(home.archive)/.popkeep/archive.json")
    let again = try home.run("init", "--archive", home.archive).succeeds()
    #expect(again.output.contains("already"))
    #expect(try readFile("\(home.archive)/.popkeep/archive.json") == marker)
    try home.run("fetch").succeeds()
  }

  @Test func `a fresh archive can be read`() throws {
    try home.configure(mailbox.account())
    try home.makeArchive()
    #expect(try home.run("list").succeeds().output.contains("popkeep fetch"))
    #expect(try home.run("status").succeeds().output.contains("waiting"))
    try home.run("verify").succeeds()
    #expect(
      try home.run("export", "--to", home.folder("out"), "--json").succeeds().json()["written"]?.count == 0)
  }
}
