import DemoServer
import Settings
import Synchronization
import TestFiles
import TestServers

/// A running server of either kind.
final class GroundServer: Sendable {
  enum Kind: Sendable {
    case builtIn(DemoServer, TestAuthority)
    case dovecot(DovecotServer)
  }

  private let ground: Ground
  private let kind: Kind
  private let count = Mutex(0)

  init(ground: Ground, kind: Kind) {
    self.ground = ground
    self.kind = kind
  }

  var port: UInt16 {
    switch kind {
    case .builtIn(let server, _): server.port
    case .dovecot(let server): ground.tls == .implicit ? server.ports.pop3s : server.ports.pop3
    }
  }

  var caFile: String {
    switch kind {
    case .builtIn(_, let authority): authority.file
    case .dovecot(let server): server.authority.file
    }
  }

  /// Puts a message at the end of the mailbox.
  func add(_ content: [UInt8]) throws {
    let number = count.withLock {
      $0 += 1
      return $0
    }
    switch kind {
    case .builtIn(let server, _):
      server.add([ServedMessage(uid: Array("uid-\(number)".utf8), content: content)])
    case .dovecot(let server):
      try server.deliver(content, name: "\(1_700_000_000 + number).M1P1.test")
    }
  }

  /// How many messages the mailbox holds.
  func remaining() throws -> Int {
    switch kind {
    case .builtIn(let server, _): server.remaining().count
    case .dovecot(let server):
      try ["new", "cur"].map { try folderNames(server.folder("home-alice/Maildir/\($0)")).count }.reduce(0, +)
    }
  }

  /// The account that fetches from here.
  func account(_ bench: Bench, onServer: RetentionRule = .keep) -> Account {
    bench.account(
      port: port, tls: ground.tls, caFile: ground.tls == .none ? nil : caFile, onServer: onServer,
      timeout: .seconds(20))
  }

  func stop() {
    switch kind {
    case .builtIn(let server, _): server.stop()
    case .dovecot(let server): server.stop()
    }
  }
}
