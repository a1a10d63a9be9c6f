import DemoServer
import TestFiles
import TestServers

/// A server without TLS, so that what is said to it can be read in a trace: the built-in one or a real Dovecot.
struct PlainServer {
  private enum Kind {
    case builtIn(DemoServer)
    case dovecot(DovecotServer)
  }

  private let kind: Kind

  /// Serves `contents` to alice, whose password is secret.
  init(_ ground: DurabilityTests.Ground, _ contents: [[UInt8]]) throws {
    switch ground {
    case .builtIn:
      var offer = Offer()
      offer.plaintextBeforeTLS = true
      let messages = contents.enumerated().map {
        ServedMessage(uid: Array("uid-\($0 + 1)".utf8), content: $1)
      }
      kind = .builtIn(
        try DemoServer.start(
          messages: messages, users: [DemoServer.User(name: "alice", password: "secret")], offer: offer))
    case .dovecot:
      let server = try DovecotServer.start()
      for (index, content) in contents.enumerated() {
        try server.deliver(content, name: "\(1_700_000_000 + index).M1P1.test")
      }
      kind = .dovecot(server)
    }
  }

  var port: UInt16 {
    switch kind {
    case .builtIn(let server): server.port
    case .dovecot(let server): server.ports.pop3
    }
  }

  /// How many messages the mailbox holds.
  func remaining() throws -> Int {
    switch kind {
    case .builtIn(let server): server.remaining().count
    case .dovecot(let server):
      try ["new", "cur"].map { try folderNames(server.folder("home-alice/Maildir/\($0)")).count }.reduce(0, +)
    }
  }

  func stop() {
    switch kind {
    case .builtIn(let server): server.stop()
    case .dovecot(let server): server.stop()
    }
  }
}
