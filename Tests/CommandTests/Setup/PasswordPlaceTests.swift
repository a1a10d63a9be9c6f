import Glibc
import TestFiles
import Testing

/// Where `init` puts a password that is typed.
@Suite struct PasswordPlaceTests {
  private let home: UserHome
  private let mailbox: ServedMailbox
  private let terminal: Terminal

  init() throws {
    home = try UserHome()
    mailbox = try ServedMailbox(1...2)
    terminal = try Terminal()
  }

  private var arguments: [String] {
    [
      "init", "alice@example.org", "--host", "127.0.0.1", "--port", "\(mailbox.port)", "--ca-file",
      mailbox.caFile, "--user", "alice", "--archive", home.archive,
    ]
  }

  private var written: String {
    get throws { String(decoding: try readFile(home.configuration), as: UTF8.self) }
  }

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
  }

  /// A `secret-tool` that keeps what it is given in a file beside it, and writes down its arguments.
  private func makeKeyring(status: Int = 0) throws -> [String: String] {
    let folder = home.folder("bin")
    guard mkdir(folder, 0o700) == 0 else { throw SystemFailure("mkdir") }
    let script = """
      #!/bin/sh
      printf '%s\\n' "$@" >>'\(folder)/arguments'
      [ \(status) = 0 ] || { echo 'no keyring here' >&2; exit \(status); }
      case $1 in
      store) exec cat >'\(folder)/password' ;;
      lookup) exec cat '\(folder)/password' ;;
      esac
      """
    try writeFile("\(folder)/secret-tool", Array(script.utf8))
    guard chmod("\(folder)/secret-tool", 0o700) == 0 else { throw SystemFailure("chmod") }
    let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    return ["PATH": "\(folder):\(path)"]
  }

  @Test func `the desktop's keyring gets it after the log-in, not among arguments, and fetch finds it there`()
    throws
  {
    let keyring = try makeKeyring()
    let command = try home.start(arguments, environment: keyring, terminal: terminal.path)
    try terminal.answer("[t]: ", "k")
    try terminal.answer("Password of alice at 127.0.0.1: ", UserHome.password)
    let run = try command.finish().succeeds()
    #expect(!run.output.contains(UserHome.password) && !run.errors.contains(UserHome.password))
    #expect(try readFile(home.folder("bin/password")) == Array(UserHome.password.utf8))
    let said = String(decoding: try readFile(home.folder("bin/arguments")), as: UTF8.self)
    #expect(
      said.contains("store\n--label=popkeep: alice at 127.0.0.1\n") && !said.contains(UserHome.password))
    #expect(try written.contains("\"password\": { \"keyring\": true }"))
    try home.run("fetch", environment: keyring).succeeds()
    #expect(try home.stored(account: "alice").count == 2)
  }

  @Test
  func `a wrong password does not get into the keyring, and a keyring that fails leaves nothing written`()
    throws
  {
    let keyring = try makeKeyring(status: 1)
    let wrong = try home.start(arguments, environment: keyring, terminal: terminal.path)
    try terminal.answer("[t]: ", "k")
    try terminal.answer("Password of alice at 127.0.0.1: ", "wrong-one")
    try terminal.answer("(y/n) [n]: ", "n")
    #expect(try wrong.finish().status == 77)
    #expect(access(home.folder("bin/arguments"), F_OK) != 0)
    let broken = try home.start(arguments, environment: keyring, terminal: terminal.path)
    try terminal.answer("[t]: ", "k")
    try terminal.answer("Password of alice at 127.0.0.1: ", UserHome.password)
    let run = try broken.finish()
    #expect(run.status == 78 && run.errors.contains("keyring"), "\(run)")
    #expect(access(home.configuration, F_OK) != 0 && access(home.archive, F_OK) != 0)
  }

  @Test func `a file that is not there yet is made for its owner alone`() throws {
    let command = try home.start(arguments, terminal: terminal.path)
    try terminal.answer("[t]: ", "f")
    try terminal.answer("mode 0600: ", "~/mail-password")
    try terminal.answer("Password of alice at 127.0.0.1: ", UserHome.password)
    try command.finish().succeeds()
    #expect(try readFile(home.folder("mail-password")) == Array("\(UserHome.password)\n".utf8))
    #expect(mode(home.folder("mail-password")) == 0o600)
    #expect(try written.contains("{ \"file\": \"~/mail-password\" }"))
    try home.run("fetch").succeeds()
  }

  @Test func `the configuration holds it where that is wanted, for its owner alone`() throws {
    let command = try home.start(arguments, terminal: terminal.path)
    try terminal.answer("[t]: ", "x")
    try terminal.answer("[t]: ", "w")
    try terminal.answer("Password of alice at 127.0.0.1: ", UserHome.password)
    let run = try command.finish().succeeds()
    #expect(run.errors.contains("is none of t, k, c, f, e and w"))
    #expect(mode(home.configuration) == 0o600)
    #expect(try written.contains("{ \"value\": \"\(UserHome.password)\" }"))
    try home.run("fetch").succeeds()
  }

  @Test func `a provider that takes tokens alone is written for popkeep login, without a password`() throws {
    let bare = ["init", "bob@outlook.com", "--no-lookup", "--archive", home.archive]
    try home.start(bare + ["--quiet"]).finish().fails(64, "Outlook.com", "--client-id", "--token-command")
    let run = try home.start(bare + ["--client-id", "id-1", "--name", "work"]).finish().succeeds()
    #expect(
      run.outputLines.suffix(2) == [
        "Allow popkeep in, once: popkeep login work", "Fetch the mail: popkeep fetch",
      ])
    #expect(try written.contains("\"oauth\": { \"provider\": \"outlook\", \"clientId\": \"id-1\" }"))
    try home.start(["init", "eve@hotmail.com", "--no-lookup", "--client-id", "id-1", "--tenant", "consumers"])
      .finish()
      .succeeds()
    #expect(try written.contains("\"clientId\": \"id-1\", \"tenant\": \"consumers\" }"))
  }

  @Test func `what is known of a provider is told before the password is asked for`() throws {
    let run = try home.start(
      ["init", "bob@web.de", "--no-lookup", "--no-check", "--archive", home.archive]
    ).finish().succeeds()
    #expect(run.output.contains("pop3.web.de, port 995, TLS, known as WEB.DE's."))
    #expect(run.output.contains("https://hilfe.web.de/pop-imap/einschalten.html"))
    #expect(run.output.contains("application-specific password"))
    #expect(try written.contains("\"user\": \"bob\""))
    try home.start(["init", "bob@proton.me", "--no-lookup", "--name", "p"]).finish().fails(
      69, "Proton Mail", "--host")
  }

  @Test func `ways and trust stand in the configuration as options gave them`() throws {
    let pin = String(repeating: "ab", count: 32)
    let run = try home.start(
      [
        "init", "bob@example.org", "--host", "pop.example.org", "--no-check", "--archive", home.archive,
        "--auth",
        "scram-sha-256", "--pin", pin, "--proxy", "socks5h://127.0.0.1:1080", "--source", "127.0.0.1",
        "--client-certificate", "/c.pem", "--client-key", "/k.pem", "--password-credential", "mail",
      ]
    ).finish()
    run.succeeds()
    for member in [
      "\"auth\": \"scram-sha-256\"", pin, "\"proxy\": \"socks5h://127.0.0.1:1080\"", "127.0.0.1", "/c.pem",
      "/k.pem",
      "{ \"credential\": \"mail\" }",
    ] { #expect(try written.contains(member), "\(member)") }
  }
}
