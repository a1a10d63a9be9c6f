import Glibc
import TestFiles
import TestServers
import Testing

/// `popkeep init alice@…` in a network of the tests' own: what it finds, what it tells whom, what it is not fooled by.
@Suite(
  .serialized,
  .enabled(if: NetworkNamespace.isPossible, "takes root, network namespaces, dnsmasq and Dovecot"))
struct FindingTests {
  private static let world = Result { try MailWorld() }

  private let world: MailWorld
  private let home: UserHome

  init() throws {
    world = try Self.world.get()
    home = try UserHome()
  }

  private func initialise(_ domain: String, _ more: String...) throws -> CommandRun {
    try world.run(
      ["init", "alice@\(domain)", "--archive", home.archive, "--password-file", home.passwordFile] + more,
      in: home)
  }

  private func expectNothingWritten(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(access(home.configuration, F_OK) != 0, sourceLocation: sourceLocation)
    #expect(access(home.archive, F_OK) != 0, sourceLocation: sourceLocation)
  }

  @Test(arguments: [
    ("auto.test", "pop.auto.test, port 995, TLS, found in its autoconfig."),
    ("wellknown.test", "pop.wellknown.test, port 110, STLS, found in its autoconfig (.well-known)."),
    ("listed.test", "mail.listed.test, port 995, TLS, found in Thunderbird's list of providers."),
    ("plainhttp.test", "pop.plainhttp.test, port 995, TLS, found in its autoconfig, over plain HTTP."),
    ("srv.test", "mail1.srv.test, port 995, TLS, found in its SRV record."),
    (
      "mx.test",
      "pop.hoster.test, port 995, TLS, found in Thunderbird's list of providers, since its mail goes to mx1.mail.hoster.test."
    ),
    (
      "workspace.test",
      "pop.gmail.com, port 995, TLS, known as Gmail's, which aspmx.l.google.com, where its mail goes, belongs to."
    ),
    ("named.test", "mail.named.test, port 995, TLS, found by its name."),
  ])
  func `from the address alone to the first fetched message`(domain: String, line: String) throws {
    let run = try initialise(domain).succeeds()
    #expect(run.outputLines.contains(line), "\(run)")
    #expect(run.outputLines.last == "Fetch the mail: popkeep fetch")
    try world.run(["fetch"], in: home).succeeds()
    #expect(try home.stored(account: "alice") == [MadeMail.content(1)])
    var status = stat()
    #expect(stat(home.configuration, &status) == 0 && status.st_mode & 0o777 == 0o600)
    #expect(!run.output.contains(UserHome.password) && !run.errors.contains(UserHome.password))
  }

  @Test func `the address goes to the domain's own server over TLS, and to nobody else`() throws {
    try initialise("plainhttp.test").succeeds()
    #expect(
      Set(world.asked(of: "plainhttp.test")) == [
        "autoconfig.plainhttp.test/mail/config-v1.1.xml", "autoconfig.thunderbird.net/v1.1/plainhttp.test",
        "autoconfig.plainhttp.test/mail/config-v1.1.xml?emailaddress=alice%40plainhttp.test",
      ])
  }

  @Test func `what was found sooner is not looked for elsewhere`() throws {
    let run = try initialise("auto.test", "--verbose").succeeds()
    #expect(!run.errors.contains("MX of") && !run.errors.contains("SRV"))
    #expect(
      run.errors.contains("https://autoconfig.auto.test/mail/config-v1.1.xml: pop.auto.test, port 995, TLS"))
  }

  @Test func `where nothing is found it says so and names the remedy, and with --verbose what was tried`()
    throws
  {
    let run = try initialise("nothing.test", "--quiet")
    run.fails(64, "nothing.test", "--host", "autoconfig", "SRV")
    let shown = try initialise("nothing.test", "--verbose")
    for tried in [
      "https://autoconfig.nothing.test/mail/config-v1.1.xml: ", "https://nothing.test/.well-known/autoconfig",
      "https://autoconfig.thunderbird.net/v1.1/nothing.test: there is none (404)",
      "MX of nothing.test: there is none",
      "SRV _pop3s._tcp.nothing.test: there is none", "pop3.nothing.test, port 110, STLS: ",
    ] { #expect(shown.errors.contains(tried), "\(tried) in \(shown.errors)") }
    expectNothingWritten()
  }

  @Test func `on a terminal the user names the server that was not found`() throws {
    let terminal = try Terminal()
    let command = try world.start(
      [
        "init", "alice@nothing.test", "--archive", home.archive, "--password-file", home.passwordFile,
        "--user",
        "alice@auto.test",
      ], in: home, terminal: terminal.path)
    try terminal.answer("POP3 server [pop.nothing.test]: ", "pop.auto.test")
    let run = try command.finish().succeeds()
    #expect(run.errors.contains("No POP3 server was found for nothing.test"))
  }

  @Test func `a server without TLS is not used, and that is told`() throws {
    let run = try initialise("plainonly.test", "--verbose")
    #expect(run.status == 64)
    #expect(run.errors.contains("pop.auto.test, port 110, is without TLS and passed over"))
    expectNothingWritten()
  }

  @Test func `a certificate for another name ends it before a password is sent`() throws {
    try initialise("wrong.test", "--quiet").fails(76, "pop.wrong.test", "--host")
    #expect(try !world.dovecot.log().contains("alice@wrong.test"))
    expectNothingWritten()
  }

  @Test func `a document with entities of its own is not read`() throws {
    let run = try initialise("broken.test", "--verbose").succeeds()
    #expect(run.errors.contains("its answer has a document type, which is not read"))
    #expect(run.output.contains("pop.broken.test, port 995, TLS, found by its name."))
  }

  @Test(arguments: ["foreignsrv.test", "foreign.test"])
  func `a server elsewhere that nobody vouches for gets no password unless its name is given`(domain: String)
    throws
  {
    try initialise(domain, "--quiet").fails(
      64, "pop.auto.test is not under \(domain)", "--host pop.auto.test")
    expectNothingWritten()
    try initialise(domain, "--quiet", "--host", "pop.auto.test", "--user", "alice@auto.test").succeeds()
  }

  @Test func `on a terminal the user is asked about such a server`() throws {
    let terminal = try Terminal()
    let command = try world.start(
      ["init", "alice@foreignsrv.test", "--archive", home.archive, "--password-file", home.passwordFile],
      in: home,
      terminal: terminal.path)
    try terminal.answer("Is pop.auto.test the server of your provider? (y/n) [n]: ", "y")
    let run = try command.finish().succeeds()
    #expect(run.errors.contains("pop.auto.test is not under foreignsrv.test"))
  }

  @Test func `where the domain says that it has no POP3, usual names are not tried`() throws {
    let run = try initialise("denied.test", "--verbose")
    #expect(run.status == 64)
    #expect(run.errors.contains("SRV _pop3s._tcp.denied.test: the domain says that it has none"))
    #expect(!run.errors.contains("pop.denied.test, port"))
    expectNothingWritten()
  }

  @Test func `where nobody says which name the server takes, the part before the at sign is tried too`()
    throws
  {
    let run = try initialise("local.test").succeeds()
    #expect(run.output.contains("Trying the name alice:"))
    let text = String(decoding: try readFile(home.configuration), as: UTF8.self)
    #expect(text.contains("\"user\": \"alice\""))
    try world.run(["fetch"], in: home).succeeds()
  }

  @Test func `options narrow what is taken`() throws {
    let run = try initialise("wellknown.test", "--tls", "starttls", "--user", "alice").succeeds()
    #expect(run.output.contains("as alice"))
    let other = try initialise("auto.test", "--port", "110", "--name", "b").succeeds()
    #expect(other.output.contains("pop.auto.test, port 110, STLS, found by its name."))
  }

  @Test func `without a name server it says that, and not that there is nothing`() throws {
    let cut = try NetworkNamespace()
    let home = home
    let arguments = [
      "init", "alice@auto.test", "--archive", home.archive, "--quiet", "--password-file", home.passwordFile,
    ]
    let command = try cut.run { try home.start(arguments) }
    try command.finish().fails(69, "No name server answers", "--host")
  }

  @Test func `--no-lookup asks nobody`() throws {
    try initialise("auto.test", "--no-lookup").fails(64, "--host")
    #expect(world.asked(of: "nobody.test") == [])
    try initialise("nobody.test", "--no-lookup").fails(64, "--host")
    let known = try initialise("gmail.com", "--no-lookup", "--no-check", "--verbose").succeeds()
    #expect(known.errorLines == ["  the providers popkeep knows: it is Gmail"])
    #expect(world.asked(of: "nobody.test") == [])
  }
}
