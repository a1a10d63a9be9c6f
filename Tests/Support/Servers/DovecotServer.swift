import Glibc
import OpenSSL
import Synchronization
package import TestFiles

/// A real Dovecot 2.3 on loopback, with a folder, certificates and users of its own.
///
/// As root it runs as `nobody`: Dovecot serves no mail as root. It ends with the last reference, or with `stop`.
package final class DovecotServer: Sendable {
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// A user; mail lies in `maildir`, or in a folder of the server's.
  package struct User: Sendable {
    package let name: String
    package let password: String
    package let maildir: String?

    package init(name: String, password: String, maildir: String? = nil) {
      self.name = name
      self.password = password
      self.maildir = maildir
    }
  }

  /// The loopback ports it listens on.
  package struct Ports: Sendable {
    package let pop3: UInt16
    package let pop3s: UInt16
    package let imap: UInt16

    package init(pop3: UInt16, pop3s: UInt16, imap: UInt16) {
      self.pop3 = pop3
      self.pop3s = pop3s
      self.imap = imap
    }

    fileprivate static func free() throws -> Ports {
      Ports(
        pop3: try LoopbackProbe.freePort(), pop3s: try LoopbackProbe.freePort(),
        imap: try LoopbackProbe.freePort())
    }
  }

  package static var isInstalled: Bool { ChildProcess.locate("dovecot") != nil }

  /// True where tests are to run on Dovecot: it is installed, or this is CI, where to miss it is a failure.
  package static var isExpected: Bool { isInstalled || Corpus.isRequired }

  package let ports: Ports
  package let folder: TemporaryFolder
  /// Who signed the server's certificate.
  package let authority: TestAuthority
  let mailUser: MailUser
  private let process: Mutex<ChildProcess?>

  /// Throws where Dovecot is missing.
  package static func require() throws(Failure) {
    guard isInstalled else {
      throw Failure(description: "Dovecot is not installed: apt-get install dovecot-pop3d dovecot-imapd")
    }
  }

  /// Starts a server with STLS on `pop3`, TLS on `pop3s` and IMAP on `imap`; returns when it greets. `now` dates the
  /// certificates, in seconds since 1970; `settings` are more lines of the configuration; `ports` and `names` are for where
  /// they are part of what is tested.
  package static func start(
    users: [User] = [User(name: "alice", password: "secret")], now: Int64 = Int64(time(nil)),
    settings: String = "", ports: Ports? = nil, names: [String]? = nil
  ) throws -> DovecotServer {
    try require()
    for _ in 0..<4 {
      if let server = try DovecotServer(users, now, settings, ports, names) { return server }
    }
    throw Failure(description: "Dovecot found its ports taken, again and again")
  }

  /// Nil where another process was faster to take a port.
  private init?(
    _ users: [User], _ now: Int64, _ settings: String, _ ports: Ports?, _ names: [String]?
  ) throws {
    mailUser = try MailUser.current()
    folder = try TemporaryFolder()
    let authority = try TestAuthority(now: now)
    self.authority = authority
    let identity = try names.map { try authority.identity(names: $0) } ?? authority.identity()
    try folder.write("server.pem", identity.certificates)
    try folder.write("server.key", identity.privateKey)
    let chosen = try ports ?? .free()
    self.ports = chosen
    let configuration = DovecotConfiguration.text(folder.path, chosen, mailUser)
    try folder.write("dovecot.conf", text: configuration + settings)
    process = Mutex(nil)
    try add(users)
    try mailUser.give(folder.path)
    let started = try ChildProcess.start(
      mailUser.command + ["dovecot", "-F", "-c", folder("dovecot.conf")], log: folder("output"))
    process.withLock { $0 = started }
    guard try isReady(started) else { return nil }
  }

  /// Ends Dovecot and waits for its end. Later calls do nothing.
  package func stop() { process.withLock { $0.take() }?.end() }

  /// To be called when the process was seen to have ended: its id may soon be another's.
  func forgetProcess() { process.withLock { $0 = nil } }

  deinit { stop() }
}
