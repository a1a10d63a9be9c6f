import Glibc
import TestFiles
import TestServers

/// A small internet on a loopback of its own: a name server, web servers, and Dovecot on the usual ports.
///
/// Every domain of it shows one way in which settings are found, or are not; in each `alice` has one message.
final class MailWorld: Sendable {
  /// Domains in which `init` finds the server.
  static let findable = [
    "auto.test", "wellknown.test", "listed.test", "plainhttp.test", "srv.test", "mx.test", "workspace.test",
    "named.test",
  ]

  let network: NetworkNamespace
  let dovecot: DovecotServer
  let web: WebServer
  private let plainWeb: WebServer
  private let names: NameServer

  private static let hosts = [
    "autoconfig.auto.test", "pop.auto.test", "wellknown.test", "pop.wellknown.test",
    "autoconfig.thunderbird.net",
    "mail.listed.test", "autoconfig.plainhttp.test", "pop.plainhttp.test", "mail1.srv.test",
    "pop.hoster.test",
    "pop.gmail.com", "mail.named.test", "autoconfig.plainonly.test", "autoconfig.wrong.test",
    "pop.wrong.test",
    "pop.denied.test", "autoconfig.broken.test", "pop.broken.test", "autoconfig.foreign.test",
    "pop.local.test",
  ]

  private static let records = [
    "srv-host=_pop3s._tcp.srv.test,mail1.srv.test,995,10,1",
    "srv-host=_pop3s._tcp.foreignsrv.test,pop.auto.test,995,10,1",
    "srv-host=_pop3s._tcp.local.test,pop.local.test,995,10,1",
    "srv-host=_pop3s._tcp.denied.test", "srv-host=_pop3._tcp.denied.test",
    "mx-host=mx.test,mx1.mail.hoster.test,10",
    "mx-host=workspace.test,aspmx.l.google.com,1",
  ]

  init() throws {
    let network = try NetworkNamespace()
    self.network = network
    names = try NameServer(hosts: Self.hosts, records: Self.records, in: network)
    // Names that another server has, and this one has not.
    let certified = Self.hosts.filter { $0 != "pop.wrong.test" }
    let domains = Self.findable + ["foreignsrv.test", "wrong.test", "denied.test", "broken.test"]
    let users = (domains.map { "alice@\($0)" } + ["alice"]).map {
      DovecotServer.User(name: $0, password: UserHome.password)
    }
    let dovecot = try network.run {
      try DovecotServer.start(
        users: users, ports: DovecotServer.Ports(pop3: 110, pop3s: 995, imap: 143), names: certified)
    }
    self.dovecot = dovecot
    for user in users { try dovecot.deliver(MadeMail.content(1), name: "1", to: user.name) }
    let identity = try dovecot.authority.identity(names: certified)
    web = try network.run { try WebServer(identity: identity, port: 443, Self.answer) }
    plainWeb = try network.run { try WebServer(port: 80, Self.plainAnswer) }
  }

  /// Starts `popkeep` in this world, in which the tests' authority is everybody's.
  func start(_ arguments: [String], in home: UserHome, terminal: String? = nil) throws -> StartedCommand {
    let trust = dovecot.authority.file
    return try network.run {
      try home.start(arguments, environment: ["SSL_CERT_FILE": trust], terminal: terminal)
    }
  }

  func run(_ arguments: [String], in home: UserHome) throws -> CommandRun {
    try start(arguments, in: home).finish()
  }

  /// What web servers were asked, as hosts with paths.
  func asked(of domain: String) -> [String] {
    (web.requests + plainWeb.requests).map { "\($0.headers["host"] ?? "")\($0.target)" }.filter {
      $0.contains(domain)
    }
  }

  private static func answer(_ request: WebServer.Request) -> WebServer.Reply {
    let path = request.target.prefix { $0 != "?" }
    switch "\(request.headers["host"] ?? "")\(path)" {
    case "autoconfig.auto.test/mail/config-v1.1.xml": return document(host: "pop.auto.test")
    case "wellknown.test/.well-known/autoconfig/mail/config-v1.1.xml":
      return document(host: "pop.wellknown.test", port: 110, socket: "STARTTLS", user: "%EMAILADDRESS%")
    case "autoconfig.thunderbird.net/v1.1/listed.test":
      return document(host: "mail.listed.test", user: "%EMAILLOCALPART%")
    case "autoconfig.thunderbird.net/v1.1/hoster.test": return document(host: "pop.hoster.test")
    case "autoconfig.plainonly.test/mail/config-v1.1.xml":
      return document(host: "pop.auto.test", port: 110, socket: "plain")
    case "autoconfig.wrong.test/mail/config-v1.1.xml": return document(host: "pop.wrong.test")
    case "autoconfig.broken.test/mail/config-v1.1.xml":
      return .answer(
        type: "text/xml", body: "<!DOCTYPE x [<!ENTITY a \"b\">]><clientConfig version=\"1.1\"/>")
    case _: return .answer(404, type: "text/html", body: "<html>nothing here</html>")
    }
  }

  private static func plainAnswer(_ request: WebServer.Request) -> WebServer.Reply {
    switch request.headers["host"] {
    case "autoconfig.plainhttp.test": document(host: "pop.plainhttp.test")
    case "autoconfig.foreign.test": document(host: "pop.auto.test")
    case _: .answer(404, type: "text/html", body: "")
    }
  }

  private static func document(
    host: String, port: UInt16 = 995, socket: String = "SSL", user: String = "%EMAILADDRESS%"
  ) -> WebServer.Reply {
    .answer(
      type: "text/xml",
      body: """
        <?xml version="1.0"?>
        <clientConfig version="1.1"><emailProvider id="x"><displayName>X</displayName>
        <incomingServer type="pop3"><hostname>\(host)</hostname><port>\(port)</port><socketType>\(socket)</socketType>
        <username>\(user)</username><authentication>password-cleartext</authentication></incomingServer>
        </emailProvider></clientConfig>
        """)
  }
}
