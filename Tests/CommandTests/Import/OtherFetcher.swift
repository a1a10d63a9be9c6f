import Glibc
import TestFiles
import TestServers
import Testing

/// Another program that fetches mail, as Debian has it, run once against a Dovecot.
enum OtherFetcher: String, CaseIterable, CustomTestStringConvertible {
  case fetchmail, getmail, mpop

  var testDescription: String { rawValue }

  /// True where tests are to run it: it is installed, or this is CI, where to miss it is a failure.
  static var areExpected: Bool {
    allCases.allSatisfy { ChildProcess.locate($0.rawValue) != nil } || Corpus.isRequired
  }

  /// True where it delivers into a Maildir by itself, also as root.
  var keepsMail: Bool { self == .mpop }

  /// Fetches all that is new, and leaves it on the server; into `Mail` below the folder where it keeps mail.
  func run(in folder: TemporaryFolder, from server: DovecotServer) throws {
    try folder.write("configuration", text: configuration(folder, server))
    #expect(chmod(folder("configuration"), 0o600) == 0)
    if access(folder("Mail"), F_OK) != 0 {
      for name in ["Mail", "Mail/cur", "Mail/new", "Mail/tmp"] { #expect(mkdir(folder(name), 0o700) == 0) }
    }
    let process = try ChildProcess.start(words(folder), log: folder("log"))
    let status = process.wait(.seconds(30))
    if status == nil { process.end() }
    let log = String(decoding: try readFile(folder("log")), as: UTF8.self)
    #expect(status == 0, "\(log)")
  }

  /// Its list of what it has fetched.
  func list(in folder: TemporaryFolder, from server: DovecotServer) -> String {
    switch self {
    case .fetchmail: folder("fetchids")
    case .getmail: folder("oldmail-127.0.0.1-\(server.ports.pop3s)-alice")
    case .mpop: folder("uidls")
    }
  }

  private func words(_ folder: TemporaryFolder) -> [String] {
    switch self {
    case .fetchmail:
      [
        "fetchmail", "-f", folder("configuration"), "-i", folder("fetchids"), "--pidfile", folder("pid"),
        "--nodetach", "--nosyslog",
      ]
    case .getmail: ["getmail", "--getmaildir", folder.path, "--rcfile", folder("configuration")]
    case .mpop: ["mpop", "-C", folder("configuration")]
    }
  }

  private func configuration(_ folder: TemporaryFolder, _ server: DovecotServer) -> String {
    let (port, authority) = (server.ports.pop3s, server.authority.file)
    switch self {
    case .fetchmail:
      return """
        poll 127.0.0.1 port \(port) protocol POP3 timeout 20 uidl
          user "alice" password "\(UserHome.password)"
          ssl sslcertck sslcertfile "\(authority)" sslcommonname "localhost"
          keep mda "/bin/cat >/dev/null"

        """
    case .getmail:
      return """
        [retriever]
        type = SimplePOP3SSLRetriever
        server = 127.0.0.1
        port = \(port)
        username = alice
        password = \(UserHome.password)
        ca_certs = \(authority)
        [destination]
        type = MDA_external
        path = /bin/true
        allow_root_commands = true
        [options]
        read_all = false
        delete = false
        """
    case .mpop:
      return """
        account default
        host 127.0.0.1
        port \(port)
        user alice
        password \(UserHome.password)
        tls on
        tls_starttls off
        tls_trust_file \(authority)
        keep on
        uidls_file \(folder("uidls"))
        delivery maildir \(folder("Mail"))

        """
    }
  }
}
