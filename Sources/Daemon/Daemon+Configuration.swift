import Archive
import Fetching
import MailIndex
import Settings
import Synchronization

extension Daemon {
  /// Reads the configuration anew. One that is wrong is refused, and the old one stays in force.
  package func reload() {
    parts.supervisor.reloading()
    defer { parts.supervisor.ready() }
    do {
      // A signal and a changed file may come together.
      try reloading.withLock { _ in try take(parts.configuration()) }
    } catch let failure as ConfigurationFailure {
      let end = failure.suggestion == nil ? "." : ""
      refuse(Problem(.configuration, "\(failure)\(end)", hint: "The configuration before it stays in force."))
    } catch {
      refuse(Problem(classifying: error))
    }
    tellSupervisor()
  }

  private func refuse(_ problem: Problem) {
    state.withLock { $0.configurationProblem = problem }
    say(.error, "the configuration was not taken: \(problem)", stage: "configuration")
  }

  private func take(_ new: Configuration) throws {
    let old = configuration
    guard new.archive == old.archive else {
      throw Problem(
        .configuration, "The configuration names another archive, \(new.archive).",
        hint: "Start the daemon anew for that; until then the configuration before it stays in force.")
    }
    let isMended = state.withLock { $0.configurationProblem != nil }
    guard new != old || isMended else { return }
    if new.metrics.listen != old.metrics.listen { try serveFigures(new) }
    state.withLock { state in
      state.configuration = new
      state.accounts = Self.byName(new.accounts)
      state.configurationProblem = nil
      state.problems = state.problems.filter { state.accounts[$0.key] != nil }
    }
    workers.allow(Self.threads(new))
    tally.keep(Set(new.accounts.map(\.name)))
    liftChanged(old, new)
    schedule()
    if new.drives != old.drives { desk.look() }
    let count = new.accounts.count(where: \.enabled)
    say(
      .notice, "read the configuration anew: \(count) \(count == 1 ? "account" : "accounts")",
      stage: "configuration")
  }

  /// A secret that stands in the configuration itself leaves no other mark.
  private func liftChanged(_ old: Configuration, _ new: Configuration) {
    let before = Self.byName(old.accounts)
    let changed = Set(
      new.accounts.filter { before[$0.name]?.password != $0.password || before[$0.name]?.oauth != $0.oauth }
        .map(\.name))
    scheduler.lift { changed.contains($0) }
  }

  /// Gives the accounts to the scheduler, with how they stood before.
  func schedule() {
    let configuration = configuration
    var standings: [String: StandingRow] = [:]
    do {
      standings = try seat.with { try $0.standings().mapValues(\.row) }
    } catch {
      // It was told that the archive is not there.
      standings = [:]
    }
    let refused = standings.filter { $0.value.refusals > 0 }
    let marks = configuration.accounts.filter { refused[$0.name] != nil }.map { ($0.name, $0.logInMark) }
    scheduler.set(
      configuration.accounts, standings: standings,
      logIns: Dictionary(marks, uniquingKeysWith: { first, _ in first }),
      limits: Self.limits(configuration))
  }

  /// Lets accounts run again whose way to log in has changed, such as the file with their password.
  func liftMended() {
    let paused = scheduler.paused
    guard !paused.isEmpty else { return }
    let accounts = state.withLock { state in paused.compactMap { state.accounts[$0] } }
    do {
      let standings = try seat.with { try $0.standings() }
      let mended = Set(
        accounts.filter { account in
          standings[account.name].map { !Timetable.isPaused($0.row, logIn: account.logInMark) } ?? true
        }.map(\.name))
      for name in mended { say(.notice, "its way to log in has changed: trying again", account: name) }
      scheduler.lift { mended.contains($0) }
    } catch {
      return
    }
  }
}
