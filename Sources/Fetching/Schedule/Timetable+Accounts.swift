package import MailIndex
package import Settings

extension Timetable {
  /// Takes the accounts of a configuration, in place of those it had.
  ///
  /// Runs that go on go on. An account that is new gets a time of its own in the first round, so that thousands do not
  /// begin together; one whose way to log in has changed is no longer paused.
  /// - Parameters:
  ///   - standings: how the accounts' runs went before, by name; what failed then still waits.
  ///   - logIns: what tells each account's way to log in from another, by name.
  package mutating func set(
    _ configured: [Account], standings: [String: StandingRow], logIns: [String: String], _ now: Moment
  ) {
    let fresh = configured.filter { place($0.name) == nil && $0.enabled }
      .sorted { (Shard.hash($0.name), $0.name) < (Shard.hash($1.name), $1.name) }
    var slots: [String: Duration] = [:]
    for (index, account) in fresh.enumerated() {
      slots[account.name] = now.elapsed + spacing(account.every.inSeconds, among: fresh.count) * index
    }
    let taken = configured.map { account in
      guard let place = place(account.name) else {
        return entry(
          account, slot: slots[account.name] ?? now.elapsed, standings[account.name],
          logIn: logIns[account.name], now)
      }
      return changed(place, to: account, standings[account.name], logIn: logIns[account.name], now)
    }
    // What runs and is no longer wanted is kept until it ends.
    let names = Set(configured.map(\.name))
    let leaving = accounts.filter { $0.isRunning && !names.contains($0.name) }.map { account in
      var account = account
      account.isEnabled = false
      return account
    }
    rebuild(taken + leaving)
  }

  /// Time between two accounts of a first round: a second, or less where they are many.
  func spacing(_ every: Double, among count: Int) -> Duration {
    .seconds(min(1, every / Double(max(1, count))))
  }

  private func entry(
    _ account: Account, slot: Duration, _ standing: StandingRow?, logIn: String?, _ now: Moment
  ) -> ScheduledAccount {
    var entry = ScheduledAccount(account, due: slot)
    guard let standing else { return entry }
    entry.failures = standing.failures
    entry.isPaused = Self.isPaused(standing, logIn: logIn)
    if standing.failures > 0, let next = standing.nextRun {
      // A clock that was set meanwhile does not make it wait for ever.
      let longest = max(14_400, entry.every) * 1.2
      let left = Double(next) - Double(now.wall)
      entry.due = max(slot, now.elapsed + .seconds(min(max(0, left), longest)))
    } else if let last = standing.lastSuccess {
      let passed = Double(now.wall) - Double(last)
      let pause = min(entry.every, Self.leastPause)
      if passed >= 0, passed < pause { entry.due = max(slot, now.elapsed + .seconds(pause - passed)) }
    }
    return entry
  }

  /// The same account with what the configuration says of it now.
  private func changed(
    _ place: Int, to account: Account, _ standing: StandingRow?, logIn: String?, _ now: Moment
  ) -> ScheduledAccount {
    let before = accounts[place]
    var entry = ScheduledAccount(account, due: before.due)
    entry.isRunning = before.isRunning
    entry.isAsked = before.isAsked
    entry.isRelieved = before.isRelieved
    entry.isHeld = before.isHeld
    entry.isHastened = before.isHastened
    entry.isCrowded = before.isCrowded && before.host == entry.host
    entry.isTrying = before.isTrying
    entry.started = before.started
    entry.failures = before.failures
    entry.scope = before.scope
    entry.isPaused = before.isPaused && standing.map { Self.isPaused($0, logIn: logIn) } ?? true
    if before.isRunning { (entry.nextHost, entry.host) = (entry.host, before.host) }
    let isFreed = (before.isPaused && !entry.isPaused) || (!before.isEnabled && entry.isEnabled)
    // A shorter interval holds from now on; what waits because it failed goes on waiting.
    let latest = (entry.started ?? now.elapsed) + .seconds(entry.every)
    if isFreed || before.host != entry.nextHost ?? entry.host {
      entry.due = now.elapsed
    } else if entry.failures == 0, entry.every < before.every {
      entry.due = min(entry.due, max(now.elapsed, latest))
    }
    return entry
  }

  /// True where the server has refused this very log-in too often.
  package static func isPaused(_ standing: StandingRow, logIn: String?) -> Bool {
    standing.refusals >= patience && standing.logIn == logIn
  }

  /// Lets an account that was paused run again; false where it was not.
  package mutating func lift(_ name: String, _ now: Moment) -> Bool {
    guard let place = place(name), accounts[place].isPaused else { return false }
    accounts[place].isPaused = false
    wait(place, until: now.elapsed)
    return true
  }

  /// Asks for a run now, whatever the account waits for; false where the schedule does not have it. One that goes on
  /// is answer enough.
  package mutating func ask(_ name: String) -> Bool {
    guard let place = place(name) else { return false }
    if !accounts[place].isRunning { accounts[place].isAsked = true }
    wakes[place] = Self.wake(accounts[place])
    return true
  }

  /// Has accounts run soon, one after the other, that have something to do now; what waits because it failed, is paused or
  /// has quiet hours goes on waiting.
  package mutating func hasten(_ names: [String], _ now: Moment) {
    let places = names.compactMap { place($0) }.filter {
      accounts[$0].failures == 0 && !accounts[$0].isPaused
    }
    for (index, place) in places.enumerated() {
      if accounts[place].isRunning {
        accounts[place].isHastened = true
      } else {
        let slot = now.elapsed + spacing(accounts[place].every, among: places.count) * index
        wait(place, until: min(accounts[place].due, slot))
      }
    }
  }
}
