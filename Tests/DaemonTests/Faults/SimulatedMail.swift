import DemoServer
import Glibc
import Settings
import Synchronization
import TestFiles

/// A mailbox for each of many users, behind one port of loopback that nobody else gets, whether a server is there or
/// not.
final class SimulatedMail: Sendable {
  let accounts: [Account]
  private let port: ReservedPort
  private let server = Mutex<DemoServer?>(nil)
  private let door = Mutex<Listener?>(nil)

  /// - Parameters:
  ///   - count: accounts, each polled every five minutes.
  ///   - hosts: names that the accounts have for the server, in turn: each is a host of its own to popkeep.
  init(_ count: Int, hosts: Int = 1, rule: RetentionRule = .keep) throws {
    let port = try ReservedPort()
    self.port = port
    accounts = (0..<count).map { number in
      Account(
        name: "a\(number)", host: Self.spelling(of: number % hosts), port: port.number, tls: .none,
        allowPlaintext: true, user: "a\(number)", every: .seconds(300), onServer: rule)
    }
  }

  deinit { stop() }

  /// 127.0.0.1, written in one of many ways (inet_aton(3)).
  private static func spelling(of number: Int) -> String {
    let zeros = String(repeating: "0", count: number / 3)
    return switch number % 3 {
    case 0: number == 0 ? "127.0.0.1" : "0x\(zeros)7f.0.0.1"
    case 1: "0\(zeros)177.0.0.1"
    case _: "0x\(zeros)7f.1"
    }
  }

  /// Serves these messages from here on, to each user.
  func serve(_ numbers: ClosedRange<Int>) throws {
    door.withLock { $0.take() }?.stop()
    let messages = numbers.map {
      ServedMessage(uid: Array("uid-\($0)".utf8), content: Self.content($0))
    }
    let users = accounts.map { DemoServer.User(name: $0.user, password: SimulatedDaemon.password) }
    var offer = Offer()
    offer.plaintextBeforeTLS = true
    let started = try DemoServer.start(messages: messages, users: users, offer: offer, port: port.number)
    server.withLock { $0 = started }
  }

  /// Nobody listens any more: whoever connects is refused.
  func stop() {
    server.withLock { $0.take() }?.stop()
    door.withLock { $0.take() }?.stop()
  }

  /// Nobody serves any more, and whoever connects is hung up on without a word, as by a relay whose server is gone.
  func hangUp() throws {
    stop()
    let listener = try Listener(port: port.number) { _, _ in }
    door.withLock { $0 = listener }
  }

  /// Messages that the server now running has sent.
  var retrieved: Int { server.withLock { $0?.counts.retrieved ?? 0 } }

  /// Messages that it has removed.
  var removed: Int { server.withLock { $0?.counts.removed ?? 0 } }

  static func content(_ number: Int) -> [UInt8] {
    Array("From: bob@example.org\r\nSubject: \(number)\r\n\r\nMessage \(number).\r\n".utf8)
  }
}

/// A port of loopback, bound and not listened on: connecting to it is refused, and a server may still take it.
private final class ReservedPort: Sendable {
  let number: UInt16
  private let descriptor: Int32

  init() throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    self.descriptor = descriptor
    var on: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) == 0 ? getsockname(descriptor, $0, &size) : -1
      }
    }
    guard code == 0 else { throw TestFileFailure(call: "bind", code: errno) }
    number = UInt16(bigEndian: name.sin_port)
  }

  deinit { close(descriptor) }
}
