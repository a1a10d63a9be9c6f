import Settings

/// When which account runs. Pure: it is told the time, and what became of runs; it has no clock and starts nothing.
///
/// What it holds to: never two runs of an account at a time; no more runs than the limits allow, in all and with one
/// host; what was missed, such as in a machine that slept, is made up for once; nothing that failed comes back all at
/// once; and a log-in that was refused twice is not tried again before a person has changed something.
package struct Timetable: Sendable {
  package struct Limits: Sendable, Equatable {
    package var sessions: Int
    package var sessionsPerHost: Int

    package init(sessions: Int, sessionsPerHost: Int) {
      self.sessions = sessions
      self.sessionsPerHost = sessionsPerHost
    }
  }

  /// How long a wall clock is not looked at: it may be set, and hours are told by it.
  static let longestQuiet: Double = 900
  /// A start of the program is no reason to ask a server again that was asked just now.
  static let leastPause: Double = 60
  /// How often an account is believed that the archive is its trouble, where others could use it meanwhile.
  static let mostReleases = 4
  /// Seconds after which a run no longer counts against the limits: a slow server must not take the turns of others, and
  /// a first fetch may take hours.
  static let longestTurn: Double = 60
  /// Log-ins that a server may refuse in a row.
  static let patience = 2

  package var limits: Limits
  var accounts: [ScheduledAccount] = []
  /// When each of `accounts` is to be looked at, in seconds by the clock that is never set back: what is looked
  /// through again and again is small.
  var wakes: [Double] = []
  private(set) var places: [String: Int] = [:]
  var hosts: [String: Gate] = [:]
  var running: [String: Int] = [:]
  var archive = Gate(tolerance: 1)
  var chance: Chance
  /// Runs that count against the limits.
  private(set) var turns = 0
  /// Hosts that have accounts waiting for the end of a session.
  var crowds: Set<String> = []
  /// Seconds by which a run that was due and not held back began too late, at most.
  package private(set) var longestDelay = 0.0
  /// Runs that no longer count against the limits; as many at most as those that do.
  private var relievedCount = 0

  package init(limits: Limits, seed: UInt64) {
    self.limits = limits
    chance = Chance(seed)
  }

  /// Runs that go on.
  package var runningCount: Int { turns + relievedCount }

  package var isIdle: Bool { runningCount == 0 }

  var isFull: Bool { turns >= limits.sessions }

  /// The names of the accounts whose log-in was refused too often.
  package var paused: [String] { accounts.filter(\.isPaused).map(\.name) }

  func place(_ name: String) -> Int? { places[name] }

  mutating func rebuild(_ accounts: [ScheduledAccount]) {
    self.accounts = accounts
    places = Dictionary(uniqueKeysWithValues: accounts.indices.map { (accounts[$0].name, $0) })
    wakes = accounts.map { Self.wake($0) }
    let named = Set(accounts.map(\.host))
    hosts = hosts.filter { named.contains($0.key) }
  }

  static func wake(_ account: ScheduledAccount) -> Double {
    if account.isRunning { return .infinity }
    if account.isAsked { return account.isCrowded ? .infinity : 0 }
    return account.isWaiting && !account.isCrowded ? account.due.inSeconds : .infinity
  }

  mutating func wait(_ place: Int, until due: Duration) {
    accounts[place].due = due
    wakes[place] = Self.wake(accounts[place])
  }

  mutating func began(_ place: Int, _ now: Moment) {
    let account = accounts[place]
    if !account.isAsked, account.failures == 0, !account.isQuiet, !account.isHeld {
      longestDelay = max(longestDelay, (now.elapsed - account.due).inSeconds)
    }
    accounts[place].isRunning = true
    accounts[place].isAsked = false
    accounts[place].isQuiet = false
    accounts[place].isHeld = false
    accounts[place].isHastened = false
    accounts[place].started = now.elapsed
    wakes[place] = .infinity
    running[account.host, default: 0] += 1
    turns += 1
  }

  /// Lets runs that have lasted long count no more.
  mutating func relieve(_ now: Moment) {
    guard isFull || !crowds.isEmpty else { return }
    for place in accounts.indices where accounts[place].isRunning && !accounts[place].isRelieved {
      guard relievedCount < limits.sessions else { return }
      let start = accounts[place].started ?? now.elapsed
      guard (now.elapsed - start).inSeconds >= Self.longestTurn else { continue }
      accounts[place].isRelieved = true
      relievedCount += 1
      giveTurnBack(accounts[place].host)
    }
  }

  mutating func ended(_ place: Int) {
    accounts[place].isRunning = false
    if accounts[place].isRelieved {
      relievedCount -= 1
    } else {
      giveTurnBack(accounts[place].host)
    }
    accounts[place].isRelieved = false
    if let next = accounts[place].nextHost { accounts[place].host = next }
    accounts[place].nextHost = nil
  }

  private mutating func giveTurnBack(_ host: String) {
    running[host] = running[host].flatMap { $0 > 1 ? $0 - 1 : nil }
    turns -= 1
    guard crowds.remove(host) != nil else { return }
    for other in accounts.indices where accounts[other].isCrowded && accounts[other].host == host {
      accounts[other].isCrowded = false
      wakes[other] = Self.wake(accounts[other])
    }
  }

  /// How the account stands; nil: the schedule does not have it.
  package func state(of name: String, _ now: Moment) -> ScheduleState? {
    guard let place = places[name] else { return nil }
    let account = accounts[place]
    var next: Int64?
    if account.isWaiting {
      let left = max(0, (account.due - now.elapsed).inSeconds)
      next = now.wall + Int64(min(left, 1e9).rounded(.up))
    }
    return ScheduleState(
      isRunning: account.isRunning, isPaused: account.isPaused, isEnabled: account.isEnabled, nextRun: next)
  }
}

extension Duration {
  /// The duration in seconds.
  package var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

/// Numbers by chance, the same for the same seed (SplitMix64).
package struct Chance: Sendable {
  private var state: UInt64

  package init(_ seed: UInt64) { state = seed }

  /// The next number, from 0 to 1.
  package mutating func next() -> Double {
    state &+= 0x9e37_79b9_7f4a_7c15
    return Double(Self.mixed(state) >> 11) * 0x1p-53
  }

  /// `value` with its bits spread.
  static func mixed(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }
}
