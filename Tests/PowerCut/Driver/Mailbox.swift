import OpenSSL
import TestFiles
import TestServers

/// A mailbox on Dovecot: what was ever put into it, and what is still there.
struct Mailbox {
  static let password = "secret"

  let user: String
  private let server: DovecotServer
  /// The digest of every message ever put in, by number from 0.
  private(set) var digests: [SHA256Digest] = []

  /// A new, empty mailbox, whose user is let in when this returns.
  init(_ user: String, on server: DovecotServer) throws {
    self.user = user
    self.server = server
    let owner = DovecotServer.User(name: user, password: Self.password)
    try server.add(owner)
    try server.awaitUser(owner)
  }

  var count: Int { digests.count }

  /// Puts another message in, at once visible and whole.
  mutating func deliver(isSmall: Bool, using random: inout SeededRandom) throws {
    let octets =
      switch Int.random(in: 0..<10, using: &random) {
      case _ where isSmall: 600
      case 0..<6: Int.random(in: 300...2_000, using: &random)
      case 6..<9: Int.random(in: 4_000...32_000, using: &random)
      case _: 200_000
      }
    let message = MadeMessage(count, octets: octets)
    digests.append(message.digest)
    try server.deliver(message.content, name: "\(1_700_000_000 + message.number).M1P1.test", to: user)
  }

  /// The numbers of the messages that the server holds, as its Maildir shows them. New mail comes first: Dovecot
  /// moves it from new to cur.
  func remaining() throws -> Set<Int> {
    let names = try ["new", "cur"].flatMap { try folderNames(server.folder("home-\(user)/Maildir/\($0)")) }
    return Set(names.compactMap { name in Int(name.prefix { $0 != "." }).map { $0 - 1_700_000_000 } })
  }

  /// The numbers of the messages that have left the server.
  func gone() throws -> Set<Int> { Set(0..<count).subtracting(try remaining()) }
}
