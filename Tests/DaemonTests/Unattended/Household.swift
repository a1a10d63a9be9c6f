import DemoServer
import Settings
import Synchronization
import TestFiles

/// Twelve accounts on two hosts, mail that comes to them now and then, and one of the hosts away for an hour.
final class Household: Sendable {
  static let length: Duration = .seconds(13 * 3_600)
  static let outage: ClosedRange<Duration> = .seconds(3 * 3_600)...(.seconds(4 * 3_600))
  /// The last hour brings no mail, so that all of it has come at the end.
  private static let lastMail: Duration = .seconds(12 * 3_600)

  private struct State {
    var now: Duration = .zero
    var polls: [String: [Duration]] = [:]
    var delivered: [String: [[UInt8]]] = [:]
    var count = 0
    var nextMail: Duration = .seconds(60)
  }

  let accounts: [Account]
  private let steady: DemoServer
  private let shaky: DemoServer
  private let state: Mutex<State>

  init() throws {
    let names = (0..<12).map { "account\($0)" }
    let users = names.map { DemoServer.User(name: $0, password: SimulatedDaemon.password) }
    let note = Note()
    steady = try DemoServer.start(messages: [], users: users, interference: note.interference { false })
    shaky = try DemoServer.start(
      messages: [], users: users, interference: note.interference { Self.outage.contains(note.now) })
    accounts = names.enumerated().map { [steady, shaky] place, name in
      Account(
        name: name, host: place % 2 == 0 ? "127.0.0.1" : "localhost",
        port: (place % 2 == 0 ? steady : shaky).port, tls: .none, allowPlaintext: true, user: name,
        every: .seconds(600 * (1 + place / 2 % 3)), timeout: .seconds(10),
        onServer: place % 4 < 2 ? .keep : RetentionRule(delete: true))
    }
    state = Mutex(State())
    note.connect(self)
  }

  /// Runs a daemon for so many hours; gives it back, ended.
  ///
  /// - Parameter look: is called at every full hour, while nothing runs.
  func live(
    hours: Int = 13, look: (_ hour: Int) throws -> Void = { _ in }
  ) async throws -> SimulatedDaemon {
    let daemon = try SimulatedDaemon(accounts, daemon: DaemonSettings(sessions: 4, sessionsPerHost: 4))
    for hour in 1...hours {
      try await daemon.glide(.seconds(3_600)) { [self] now in pass(to: now) }
      try look(hour)
    }
    try await daemon.stop()
    return daemon
  }

  /// A message about every four minutes, to one account or another.
  private func pass(to now: Duration) {
    state.withLock { $0.now = now }
    while let (number, name) = nextMail(now) {
      let content = SimulatedMail.content(number)
      state.withLock { $0.delivered[name, default: []].append(content) }
      server(of: name).add([ServedMessage(uid: Array("u\(number)".utf8), content: content)], to: name)
    }
  }

  private func nextMail(_ now: Duration) -> (Int, String)? {
    state.withLock { state in
      guard state.nextMail <= now, now < Self.lastMail else { return nil }
      state.nextMail += .seconds(250)
      state.count += 1
      return (state.count, accounts[state.count * 7 % accounts.count].name)
    }
  }

  private func server(of name: String) -> DemoServer {
    accounts.firstIndex { $0.name == name }.map { $0 % 2 == 0 } ?? true ? steady : shaky
  }

  fileprivate var now: Duration { state.withLock { $0.now } }

  fileprivate func notePoll(_ user: String) {
    state.withLock { $0.polls[user, default: []].append($0.now) }
  }

  /// When each session of the account said QUIT.
  func polls(of name: String) -> [Duration] { state.withLock { $0.polls[name] ?? [] } }

  func delivered(to name: String) -> [[UInt8]] { state.withLock { $0.delivered[name] ?? [] } }

  /// How many messages its server still has.
  func remaining(of name: String) -> Int { server(of: name).remaining(of: name).count }
}

/// What the servers ask and tell: they are there before the household is.
private final class Note: Sendable {
  private struct Household: Sendable { weak let value: DaemonTests.Household? }

  private let household = Mutex(Household(value: nil))

  func connect(_ new: DaemonTests.Household) { household.withLock { $0 = Household(value: new) } }

  var now: Duration { household.withLock { $0.value?.now ?? .zero } }

  /// A server that lets nobody in while `isAway`, and tells of each session that came to its end.
  func interference(_ isAway: @escaping @Sendable () -> Bool) -> Interference {
    Interference(
      conduct: { _ in
        var conduct = Interference.Conduct()
        if isAway() { conduct.cutAfter = 0 }
        return conduct
      },
      verdict: { [self] request in
        if request.verb == "QUIT", let user = request.user {
          household.withLock { $0.value }?.notePoll(user)
        }
        return .serve
      },
      view: { $1 })
  }
}
