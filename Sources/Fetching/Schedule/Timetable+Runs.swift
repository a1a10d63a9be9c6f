package import MailIndex
import Settings

extension Timetable {
  /// Whose runs begin now; they count as begun.
  package mutating func start(_ now: Moment) -> [String] {
    relieve(now)
    let moment = now.elapsed.inSeconds
    var due = wakes.indices.filter { wakes[$0] <= moment }
    guard !due.isEmpty else { return [] }
    // Of those that waited for the same, the one that ran longest ago: it may know better than who tried last.
    due.sort { (wakes[$0], startTime($0), $0) < (wakes[$1], startTime($1), $1) }
    var started: [String] = []
    for place in due {
      guard !isFull else { break }
      if mayStart(place, now) {
        began(place, now)
        started.append(accounts[place].name)
      }
    }
    return started
  }

  private func startTime(_ place: Int) -> Double { accounts[place].started?.inSeconds ?? -1 }

  /// True where the account may start now; else it may have got another time.
  private mutating func mayStart(_ place: Int, _ now: Moment) -> Bool {
    let account = accounts[place]
    guard running[account.host, default: 0] < limits.sessionsPerHost else {
      accounts[place].isCrowded = true
      crowds.insert(account.host)
      wakes[place] = .infinity
      return false
    }
    if account.isAsked { return true }
    if let minutes = account.quiet.left(at: now.minuteOfDay) {
      accounts[place].isQuiet = true
      wait(place, until: now.elapsed + .seconds(min(Double(minutes) * 60, Self.longestQuiet)))
      return false
    }
    guard archive.lets(now.elapsed) else { return hold(place, archive, now) }
    if let host = hosts[account.host], !host.lets(now.elapsed) { return hold(place, host, now) }
    accounts[place].isTrying = !archive.isOpen || hosts[account.host].map { !$0.isOpen } ?? false
    archive.pass()
    hosts[account.host]?.pass()
    return true
  }

  /// Lets the account wait for what it shares with others.
  private mutating func hold(_ place: Int, _ gate: Gate, _ now: Moment) -> Bool {
    // While another account tries, nobody knows until when; its end wakes those who wait.
    let next = gate.isTrying ? now.elapsed + .seconds(300) : gate.nextTry ?? now.elapsed
    accounts[place].isHeld = true
    wait(place, until: max(next, now.elapsed + .milliseconds(100)))
    return false
  }

  /// When something is due next, by the clock that is never set back; nil: nothing is.
  package var nextWake: Duration? {
    guard !isFull, let first = wakes.min(), first.isFinite else { return nil }
    return .seconds(first)
  }

  /// Takes what became of a run: nil where it ended without an error.
  ///
  /// - Parameter standing: how the account stands after it, where that could be recorded.
  /// - Returns: when the next run is due, in seconds since 1970 UTC; nil where none is to come by itself.
  @discardableResult
  package mutating func finished(
    _ name: String, _ problem: Problem?, standing: StandingRow?, logIn: String?, _ now: Moment
  ) -> Int64? {
    guard let place = place(name), accounts[place].isRunning else { return nil }
    let host = accounts[place].host
    ended(place)
    judgeGates(place, host, problem, now)
    accounts[place].isTrying = false
    if let problem, problem.logInPause == nil {
      accounts[place].failures = standing?.failures ?? accounts[place].failures + 1
      accounts[place].scope = problem.scope
    } else if problem == nil {
      accounts[place].failures = 0
      accounts[place].scope = nil
      accounts[place].releases = 0
    }
    if let standing { accounts[place].isPaused = Self.isPaused(standing, logIn: logIn) }
    if problem == nil { accounts[place].isPaused = false }
    wait(place, until: next(place, problem, now))
    return state(of: name, now)?.nextRun
  }

  /// Takes the end of a run that was to change nothing: the account stands as before.
  package mutating func rehearsed(_ name: String) -> Int64? {
    guard let place = place(name), accounts[place].isRunning else { return nil }
    // It was asked for, and so passed no gate.
    ended(place)
    wait(place, until: accounts[place].due)
    return nil
  }

  private mutating func next(_ place: Int, _ problem: Problem?, _ now: Moment) -> Duration {
    let account = accounts[place]
    if let pause = problem?.logInPause {
      // A server that does not say how long is asked at the usual time, or in a minute.
      return now.elapsed + .seconds(pause > 0 ? Double(pause) + 1 : max(account.every, Self.leastPause))
    }
    guard let problem else {
      if account.isHastened { return now.elapsed + .seconds(1) }
      let every = account.every * (0.95 + 0.1 * chance.next())
      // A run that took longer than its interval is followed by another at once, but not without a breath.
      return max((account.started ?? now.elapsed) + .seconds(every), now.elapsed + .seconds(min(1, every)))
    }
    if problem.scope == .archive, account.releases < Self.mostReleases, let nextTry = archive.nextTry {
      // The gate sees to the pace. A breath later, so that one whose own files are the trouble never is the only one
      // to try.
      return max(nextTry, now.elapsed) + .seconds(1)
    }
    // A host that is not to be found may be the network's fault at this end, whatever the answer says of it.
    let isTemporary = problem.isTemporary || problem.scope == .host
    let wait = Backoff.delay(
      failures: account.failures, isTemporary: isTemporary, every: account.every,
      chance: chance.next())
    return now.elapsed + .seconds(wait)
  }

  /// - Parameter host: the one that the run was with.
  private mutating func judgeGates(_ place: Int, _ host: String, _ problem: Problem?, _ now: Moment) {
    let account = accounts[place]
    if let pause = problem?.logInPause, pause > 0 {
      // Nobody was asked: another finds out.
      leave(account, host)
      let isArchiveClosed = !archive.isOpen
      return wakeHeld(now) { $0.host == host || isArchiveClosed }
    }
    switch problem?.scope {
    case .archive:
      archive.fail(now.elapsed, wasTrying: account.isTrying, chance: chance.next())
      // Nothing was learned of the host.
      if account.isTrying { hosts[host]?.leave() }
      wakeHeld(now) { _ in true }
    case .host:
      if archive.succeed() { release(now, .archive) { _ in true } }
      var gate = hosts[host] ?? Gate(tolerance: 3)
      gate.fail(now.elapsed, wasTrying: account.isTrying, chance: chance.next())
      hosts[host] = gate
      wakeHeld(now) { $0.host == host }
    case .account, nil:
      if archive.succeed() { release(now, .archive) { _ in true } }
      let wasClosed = hosts[host]?.succeed() ?? false
      hosts[host] = nil
      if wasClosed { release(now, .host) { $0.host == host } }
    }
  }

  /// Lets another try in place of this one, where it was the one that tried.
  private mutating func leave(_ account: ScheduledAccount, _ host: String) {
    guard account.isTrying else { return }
    archive.leave()
    hosts[host]?.leave()
  }

  /// Takes note that the archive was seen to be there again.
  package mutating func archiveIsBack(_ now: Moment) {
    guard archive.succeed() else { return }
    release(now, .archive) { _ in true }
  }

  /// What waited for the one that tried waits for the next try.
  private mutating func wakeHeld(_ now: Moment, _ isMeant: (ScheduledAccount) -> Bool) {
    for place in accounts.indices where accounts[place].isHeld {
      guard isMeant(accounts[place]) else { continue }
      let gate = archive.isOpen ? hosts[accounts[place].host] : archive
      wait(place, until: gate?.nextTry ?? now.elapsed)
    }
  }

  /// Gives those who share it and waited for it, or failed for it, a time each, one after the other.
  private mutating func release(
    _ now: Moment, _ scope: Problem.Scope, _ shares: (ScheduledAccount) -> Bool
  ) {
    let waiting = accounts.indices.filter {
      let account = accounts[$0]
      guard !account.isRunning, shares(account) else { return false }
      return account.isHeld || (account.releases < Self.mostReleases && account.scope == scope)
    }
    for (index, place) in waiting.enumerated() {
      if !accounts[place].isHeld, accounts[place].scope == .archive { accounts[place].releases += 1 }
      accounts[place].isHeld = false
      let slot = now.elapsed + spacing(accounts[place].every, among: waiting.count) * index
      wait(place, until: slot)
    }
  }
}
