import POP3
import POP3Client
package import Settings
import Synchronization

/// Goes through a session stage by stage, changes nothing, and says of each what it found.
package struct AccountCheck: Sendable {
  private let account: Account
  private let password: @Sendable () throws -> PasswordText
  private let clock: SyncClock
  private let stop: StopRequest
  private let trace: (@Sendable (String) -> Void)?

  /// - Parameter trace: takes the dialogue line by line, secrets masked.
  package init(
    _ account: Account, password: @escaping @Sendable () throws -> PasswordText, clock: SyncClock,
    stop: StopRequest = StopRequest(), trace: (@Sendable (String) -> Void)? = nil
  ) {
    self.account = account
    self.password = password
    self.clock = clock
    self.stop = stop
    self.trace = trace
  }

  /// Runs the stages in order up to the first that fails, whose problem is returned.
  package func run(_ show: @escaping @Sendable (CheckLine) -> Void) -> Problem? {
    let pace = CheckPace(clock: clock, show: show)
    do {
      pace.begin(.password)
      let secret = Secret(try password().bytes)
      pace.end(account.password == nil ? "as typed" : "read from its source")
      try stop.cancellable { cancellation in try session(secret, pace, cancellation) }
      return nil
    } catch {
      let problem = Problem(classifying: error, account: account)
      pace.fail(problem)
      return problem
    }
  }

  private func session(_ secret: Secret, _ pace: CheckPace, _ cancellation: Cancellation) throws {
    pace.begin(.resolve)
    var show: (@Sendable (TraceLine) -> Void)?
    if let trace { show = { line in trace(line.description) } }
    var session = try Session.open(
      account.endpoint, timeouts: account.timeouts, trace: show,
      stages: { pace.reached($0, secured: account.tls != .none) }, cancellation: cancellation)
    pace.end(session.greeting.summary)
    pace.begin(.capabilities)
    pace.end(session.capabilities?.summary ?? "the server has no CAPA")
    pace.begin(.login)
    try session.logIn(account.credentials(secret))
    pace.end("as \(account.user)")
    pace.begin(.mailbox)
    pace.end(try mailbox(&session))
    _ = try session.quit()
  }

  private func mailbox(_ session: inout Session) throws -> String {
    let status = try session.status()
    let octets = status.octets.map { ", \($0) octets" } ?? ""
    let counted = "\(status.count) messages\(octets)"
    guard let last = MessageNumber(status.count) else { return counted }
    guard case (_, let uid?) = try session.probe(last: last) else {
      return counted + "; no unique-ids (UIDL): messages are recognised by their headers, which is slower"
    }
    return counted + "; the last unique-id is \(uid.printable)"
  }
}

extension Greeting {
  /// The greeting in printable characters.
  fileprivate var summary: String { "\"\(reply.printable)\"" }
}

extension Capabilities {
  fileprivate var summary: String {
    var parts: [String] = []
    parts.append(hasPipelining ? "pipelining" : "no pipelining")
    parts.append(hasUIDL ? "UIDL" : "no UIDL announced")
    parts.append(hasTOP ? "TOP" : "no TOP announced")
    if !saslMechanisms.isEmpty { parts.append("SASL \(saslMechanisms.joined(separator: " "))") }
    if let implementation { parts.append(implementation) }
    return parts.joined(separator: ", ")
  }
}
