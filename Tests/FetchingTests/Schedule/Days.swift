import Fetching
import MailIndex
import Settings

/// A timetable and the time that it is told.
struct Days {
  var table: Timetable
  var now = Moment(elapsed: .seconds(1_000), wall: 1_800_000_000, minuteOfDay: 720)
  private(set) var runs: [String: Int] = [:]
  private let hosts: Int
  private var seconds = 0.0

  init(
    accounts: Int, hosts: Int = 1, every: Int = 60, sessions: Int = 32, perHost: Int = 8,
    quiet: QuietHours = QuietHours(), standings: [String: StandingRow] = [:],
    logIns: [String: String] = [:], minute: Int = 720
  ) {
    self.hosts = hosts
    table = Timetable(limits: .init(sessions: sessions, sessionsPerHost: perHost), seed: 7)
    now.minuteOfDay = minute
    set(Self.accounts(accounts, hosts: hosts, every: every, quiet: quiet), standings, logIns)
  }

  static func accounts(
    _ count: Int, hosts: Int = 1, every: Int = 60, quiet: QuietHours = QuietHours()
  ) -> [Account] {
    (0..<count).map {
      Account(
        name: "a\($0)", host: "h\($0 % hosts)", user: "u", every: .seconds(every), quiet: quiet)
    }
  }

  mutating func set(
    _ accounts: [Account], _ standings: [String: StandingRow] = [:], _ logIns: [String: String] = [:]
  ) {
    table.set(accounts, standings: standings, logIns: logIns, now)
  }

  func host(of name: String) -> String { "h\((Int(name.dropFirst()) ?? 0) % hosts)" }

  /// Lets time pass.
  mutating func pass(_ seconds: Double) {
    let before = self.seconds
    self.seconds += seconds
    now.elapsed += .seconds(seconds)
    let whole = Int(self.seconds) - Int(before)
    now.wall += Int64(whole)
    let minutes = Int(self.seconds / 60) - Int(before / 60)
    now.minuteOfDay = (now.minuteOfDay + minutes) % 1440
  }

  mutating func start() -> [String] {
    let names = table.start(now)
    for name in names { runs[name, default: 0] += 1 }
    return names
  }

  mutating func end(_ name: String, _ problem: Problem? = nil, refusals: Int = 0) {
    var standing: StandingRow?
    if problem?.kind == .loginRefused {
      standing = StandingRow()
      standing?.failures = refusals
      standing?.refusals = refusals
      standing?.logIn = "mark"
    }
    table.finished(name, problem, standing: standing, logIn: "mark", now)
  }

  /// Runs everything that is due within a minute to its end.
  mutating func round() {
    for _ in 0..<60 {
      for name in start() { end(name) }
      pass(1)
    }
  }

  /// Lets time pass until the account starts, the others starting and ending; the seconds since `from`.
  @discardableResult
  mutating func untilStart(_ name: String, from: Double = 0) -> Double {
    for _ in 0..<200_000 {
      let started = start()
      for other in started where other != name { end(other) }
      if started.contains(name) { break }
      pass(0.5)
    }
    return now.elapsed.inSeconds - from
  }
}

extension Problem {
  static func unavailable() -> Problem {
    Problem(.unavailable, "", hint: "", temporary: true, scope: .host)
  }
  static let refused = Problem(.loginRefused, "", hint: "")
  static let noArchive = Problem(.disk, "", hint: "", scope: .archive)
}
