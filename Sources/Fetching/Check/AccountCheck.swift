import POP3
import POP3Client
package import Settings
import Synchronization

/// Goes through a session stage by stage, changes nothing, and says of each what it found.
package struct AccountCheck: Sendable {
  private let account: Account
  private let secret: @Sendable (_ refused: PasswordText?) throws -> AccountSecret
  private let clock: SyncClock
  private let stop: StopRequest
  private let trace: (@Sendable (String) -> Void)?
  private let mechanisms: [String]

  /// - Parameters:
  ///   - mechanisms: those that the server announced in earlier sessions: a check is no way around what they taught.
  ///   - trace: takes the dialogue line by line, secrets masked.
  package init(
    _ account: Account, secret: @escaping @Sendable (_ refused: PasswordText?) throws -> AccountSecret,
    clock: SyncClock, mechanisms: [String] = [], stop: StopRequest = StopRequest(),
    trace: (@Sendable (String) -> Void)? = nil
  ) {
    self.mechanisms = mechanisms
    self.account = account
    self.secret = secret
    self.clock = clock
    self.stop = stop
    self.trace = trace
  }

  /// Runs the stages in order up to the first that fails, whose problem is returned.
  package func run(_ show: @escaping @Sendable (CheckLine) -> Void) -> Problem? {
    let pace = CheckPace(clock: clock, show: show)
    do {
      let first = try fetched(insteadOf: nil, pace)
      try stop.cancellable { cancellation in
        do { try session(Secret(first.bytes), pace, cancellation) } catch let failure as SessionFailure
          where failure.isAboutToken(of: account)
        {
          let second = try fetched(insteadOf: first, pace)
          guard second != first else { throw failure }
          try session(Secret(second.bytes), pace, cancellation)
        }
      }
      return nil
    } catch {
      let problem = Problem(classifying: error, account: account).ofCheck
      pace.fail(problem, details: (error as? SessionFailure).map(TLSFinding.of) ?? [])
      return problem
    }
  }

  private func fetched(insteadOf refused: PasswordText?, _ pace: CheckPace) throws -> PasswordText {
    pace.begin(.password)
    let secret = try secret(refused)
    pace.end(refused == nil ? secret.origin : "\(secret.origin); the one before was refused")
    return secret.text
  }

  private func session(_ secret: Secret, _ pace: CheckPace, _ cancellation: Cancellation) throws {
    pace.begin(.resolve)
    var show: (@Sendable (TraceLine) -> Void)?
    if let trace { show = { line in trace(line.description) } }
    var session = try Session.open(
      account.endpoint(), timeouts: account.timeouts, trace: show,
      stages: { pace.reached($0, secured: account.tls != .none) }, cancellation: cancellation,
      hints: ServerHints(mechanisms: mechanisms))
    pace.end(greeting(session.greeting, session.capabilities))
    pace.begin(.capabilities)
    let before = session.capabilities
    pace.end(CapabilityFinding.before(before))
    pace.begin(.mechanisms)
    pace.end(
      CapabilityFinding.mechanisms(
        before, hasTimestamp: session.greeting.apopTimestamp != nil, isEncrypted: session.tls != nil))
    pace.begin(.login)
    try session.logIn(account.credentials(secret))
    pace.end("as \(account.user), by \(session.loggedInBy ?? "no way")")
    pace.begin(.loggedIn)
    pace.end(CapabilityFinding.after(session.capabilities, before: before))
    try MailboxCheck(pace: pace).run(&session)
    _ = try session.quit()
  }

  private func greeting(_ greeting: Greeting, _ capabilities: Capabilities?) -> CheckFinding {
    let software = ServerSoftware.named(greeting: greeting, capabilities: capabilities)
    var finding = CheckFinding(
      text: "\(software.map { "\($0): " } ?? "")\"\(greeting.printable)\"")
    if let note = ServerClock.note(greeting, now: clock.now()) { finding.notes.append(note) }
    return finding
  }
}
