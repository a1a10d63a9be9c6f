package import Archive
package import Fetching
import MailIndex
package import Settings
import Synchronization

/// Has hooks run for what runs came to. Nothing here holds up or fails a run.
package final class HookDesk: Sendable {
  private let queue: HookQueue
  let archive: String
  let now: @Sendable () -> Int64
  private let sink: @Sendable (LogLine) -> Void
  private let withheld: @Sendable () -> Set<String>
  /// Drives whose silence was told and could not be recorded.
  private let silent = Mutex<Set<String>>([])

  /// - Parameters:
  ///   - archive: the archive's folder.
  ///   - withheld: variables of the environment that no hook gets: passwords may be in them.
  ///   - sink: takes what is to be said of hooks.
  package init(
    archive: String, now: @escaping @Sendable () -> Int64,
    withheld: @escaping @Sendable () -> Set<String> = { [] },
    sink: @escaping @Sendable (LogLine) -> Void
  ) {
    self.withheld = withheld
    self.archive = archive
    self.now = now
    self.sink = sink
    queue = HookQueue { subject, job, result in sink(HookNote.line(subject, job, result, now: now())) }
  }

  /// Runs the hooks that a run is an occasion for.
  ///
  /// - Parameters:
  ///   - previous: the class of the failure before, where it was another than the recorded one; nil: as recorded.
  ///   - tellsFailure: false where the failure was told for another account.
  package func note(
    _ outcome: RunOutcome, of account: Account, in open: Archive, previous: Problem.Class? = nil,
    tellsFailure: Bool = true
  ) {
    do {
      if let hook = account.hooks.onNewMail,
        let event = try HookOccasions.newMail(outcome.report, in: open, now: now())
      {
        run(hook, event)
      }
    } catch { say(.warning, .account(account.name), "what came could not be read for onNewMail: \(error)") }
    guard let problem = outcome.report.error, let hook = account.hooks.onFailure, tellsFailure else { return }
    let hadFailed = outcome.before.map { $0.failures > 0 } ?? false
    let recorded = hadFailed ? outcome.lastRun?.failure?.kind : nil
    if let event = HookOccasions.failure(
      problem, outcome, previous: previous ?? recorded.flatMap { Problem.Class(rawValue: $0) },
      archive: archive, now: now())
    {
      run(hook, event)
    }
  }

  /// Runs the hook of an account that failed without a run that could be recorded, or whose mail is damaged.
  func noteProblem(_ problem: Problem, of account: Account) {
    guard let hook = account.hooks.onFailure else { return }
    var event = HookEvent(.failure, account.name, now: now(), archive: archive)
    event.take(problem)
    event.isPaused = false
    run(hook, event)
  }

  /// Runs the hooks of accounts without success for long, and notes that it was told.
  ///
  /// - Parameter since: from when on an account that never had a success is waited for.
  package func tellSilence(of accounts: [Account], in open: Archive, since: Int64) throws {
    let watched = accounts.filter { $0.enabled && $0.hooks.onSilence != nil }
    guard !watched.isEmpty else { return }
    let standings = try open.standings()
    for account in watched {
      guard let hook = account.hooks.onSilence,
        let event = HookOccasions.silence(
          account, standings[account.name]?.row, since: since, archive: archive, now: now())
      else { continue }
      try open.noteSilenceTold(of: account.name)
      run(hook, event)
    }
  }

  /// Waits for the programs that run, and ends them after `duration`.
  package func drain(within duration: Duration) { queue.drain(within: duration) }

  /// True where the silence of a drive was not told before that cannot be recorded.
  func isFirst(silenceOf drive: String) -> Bool { silent.withLock { $0.insert(drive).inserted } }

  func run(_ hook: Hook, _ event: HookEvent) {
    let subject = event.subject
    do {
      let job = HookJob(
        command: hook.command, input: try event.input, timeout: hook.timeout, withheld: withheld())
      if queue.post(job, for: subject) { return }
      say(.warning, subject, "a hook was not run: too many wait")
    } catch { say(.error, subject, "a hook was not run: \(error)") }
  }

  private func say(_ level: LogLevel, _ subject: HookSubject, _ message: String) {
    sink(HookNote.line(level, subject, message, now: now()))
  }
}
