import DemoServer
import Fetching
import Synchronization
import TestServers

/// What the tests of single quirks share: servers without TLS, their replies as octets.
enum QuirkServer {
  static func start(
    _ messages: [ServedMessage], _ quirks: Quirks = Quirks(), offer: Offer = Offer()
  ) throws -> FaultyServer {
    var offer = offer
    offer.plaintextBeforeTLS = true
    return try FaultyServer.start(messages: messages, quirks: quirks, offer: offer)
  }

  /// A server that sends messages and takes commands one at a time.
  static func startSerial(_ messages: [ServedMessage], _ quirks: Quirks = Quirks()) throws -> FaultyServer {
    var offer = Offer()
    offer.pipelining = false
    return try start(messages, quirks, offer: offer)
  }

  /// The reply to a whole listing, from its lines.
  static func listing(_ lines: [String]) -> String { (["+OK"] + lines + ["."]).map { $0 + "\r\n" }.joined() }

  /// A verdict on the commands of one verb.
  static func on(
    _ verb: String, _ body: @escaping @Sendable (Interference.Request) -> Interference.Verdict?
  ) -> @Sendable (Interference.Request) -> Interference.Verdict? {
    { request in request.verb == verb ? body(request) : nil }
  }

  /// Verdicts on any way to log in.
  static func onLogIn(_ reply: String) -> @Sendable (Interference.Request) -> Interference.Verdict? {
    { request in
      ["APOP", "AUTH", "PASS"].contains(request.verb) ? .reply(Array("\(reply)\r\n".utf8)) : nil
    }
  }

  static let day: Int64 = 86_400
}

extension FaultyServer {
  /// How often a command of this verb came, with an argument or without one.
  func count(_ verb: String) -> Int { server.log.count { $0.verb == verb } }

  /// How often the whole listing was asked for.
  var listings: Int { server.log.count { $0.verb == "UIDL" && $0.argument.isEmpty } }
}

/// So many times something is allowed.
final class SharedCount: Sendable {
  private let left: Mutex<Int>
  init(_ count: Int) { left = Mutex(count) }
  func allow(_ count: Int) { left.withLock { $0 = count } }
  /// True where it was still allowed.
  func take() -> Bool {
    left.withLock { left in
      left -= 1
      return left >= 0
    }
  }
}

/// The log-ins of late, for a server that admits so many in a while.
final class LogInBook: Sendable {
  private let times: Int
  private let period: Int64
  private let recent = Mutex<[Int64]>([])

  init(times: Int, period: Int64) {
    self.times = times
    self.period = period
  }

  func admits(_ now: Int64) -> Bool {
    recent.withLock { recent in
      recent.removeAll { $0 <= now - period }
      guard recent.count < times else { return false }
      recent.append(now)
      return true
    }
  }
}

/// What a server announces from now on.
final class Announced: Sendable {
  private let line: Mutex<String>
  init(_ line: String) { self.line = Mutex(line) }
  func set(_ text: String) { line.withLock { $0 = text } }
  /// The answer to CAPA; `line` is one of its lines, with CRLF, or empty.
  var capabilities: Interference.Verdict {
    .reply(Array("+OK\r\nUIDL\r\nTOP\r\n\(line.withLock(\.self)).\r\n".utf8))
  }
}
