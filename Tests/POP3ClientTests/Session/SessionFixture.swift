import OpenSSL
import POP3
import POP3Client
import Synchronization
import TestServers
import Testing

/// Collects what a session hands out, and the rules that it must keep.
struct Collector: MessageSink, ~Copyable {
  /// `1: text` for a message, `2 refused: reason` for a refusal, in their order.
  private(set) var messages: [String] = []
  private(set) var octets = 0
  private(set) var largestPiece = 0
  /// Ends the session from within, after so many messages.
  var failsAfter = Int.max
  var stopsAfter = Int.max
  var keepsText = true
  private var current: (number: MessageNumber, text: [UInt8])?

  struct Refusal: Error {}

  var shouldStop: Bool { messages.count >= stopsAfter }
  /// True in the middle of a message.
  var isWithinMessage: Bool { current != nil }

  mutating func begin(_ number: MessageNumber) throws {
    #expect(current == nil)
    current = (number, [])
  }

  mutating func append(_ bytes: RawSpan) throws {
    octets += bytes.byteCount
    largestPiece = max(largestPiece, bytes.byteCount)
    if messages.count >= failsAfter { throw Refusal() }
    if keepsText { bytes.withUnsafeBytes { current?.text.append(contentsOf: $0) } }
  }

  mutating func end(_ number: MessageNumber) throws {
    #expect(current?.number == number)
    messages.append("\(number): \(String(decoding: current?.text ?? [], as: UTF8.self))")
    current = nil
  }

  mutating func refused(_ number: MessageNumber, _ reply: Reply) throws {
    #expect(current == nil)
    messages.append("\(number) refused: \(reply.printable)")
  }
}

/// Keeps the lines of a trace.
final class TraceLog: Sendable {
  private let kept = Mutex<[String]>([])

  var lines: [String] { kept.withLock { $0 } }
  func add(_ line: TraceLine) { kept.withLock { $0.append("\(line)") } }
}

/// Opens a session with a scripted server, on a plain line unless told otherwise.
func openSession(
  _ server: ScriptedServer, _ security: Endpoint.Security = .none, authority: TestAuthority? = nil,
  idle: Duration = .seconds(5), hints: ServerHints = ServerHints(), log: TraceLog = TraceLog()
) throws(SessionFailure) -> Session {
  try Session.open(
    Endpoint(
      host: server.address, port: server.port, security: security,
      trust: authority.map { .caFile($0.file) } ?? .systemRoots),
    timeouts: Timeouts(connect: .seconds(5), idle: idle), trace: { log.add($0) },
    cancellation: Cancellation(), hints: hints)
}

/// A session and the server that plays its other side.
struct Played: ~Copyable {
  let server: ScriptedServer
  var session: Session

  /// Ends the session and returns the answer to QUIT.
  consuming func quit() throws -> Reply? { try session.quit() }

  /// Ends the session, and throws where the client did otherwise than the transcript says.
  consuming func finish() throws {
    let server = server
    _ = try session.quit()
    try server.finish()
  }
}

/// A session that is logged in: what `script` says comes behind the log-in.
func loggedIn(
  capabilities: [String] = [], _ script: String, idle: Duration = .seconds(5), log: TraceLog = TraceLog()
) throws -> Played {
  let list = (["S: +OK"] + capabilities.map { "S: \($0)" } + ["S: ."]).joined(separator: "\n")
  let server = try ScriptedServer(
    """
    S: +OK ready
    C: CAPA
    S: -ERR not yet
    C: USER alice
    S: +OK
    C: PASS secret
    S: +OK
    C: CAPA
    \(list)
    \(script)
    """)
  var session = try openSession(server, idle: idle, log: log)
  try session.logIn(alice())
  return Played(server: server, session: session)
}

func alice(
  _ mechanism: Credentials.Mechanism = .automatic, password: String = "secret", allowPlaintext: Bool = true
) -> Credentials {
  Credentials(
    user: "alice", secret: Secret(Array(password.utf8)), mechanism: mechanism, allowPlaintext: allowPlaintext)
}

/// The numbers of messages from `range`.
func numbers(_ range: ClosedRange<UInt32>) -> [MessageNumber] { range.compactMap { MessageNumber($0) } }

/// The session failure that `body` ends with.
func sessionFailure(_ body: () throws -> Void) throws -> SessionFailure {
  var failure: SessionFailure?
  do { try body() } catch let error as SessionFailure { failure = error }
  return try #require(failure)
}
