import Archive
import Daemon
import DemoServer
import Fetching
import Glibc
import Settings
import Synchronization
import SystemPackage
import TestFiles

/// Twelve accounts on two hosts, mail that comes to them now and then, and one of the hosts away for an hour.
final class Household: Sendable {
  static let length: Duration = .seconds(13 * 3_600)
  static let outage: ClosedRange<Duration> = .seconds(3 * 3_600)...(.seconds(4 * 3_600))
  /// The last hour brings no mail, so that all of it has come at the end.
  private static let lastMail: Duration = .seconds(12 * 3_600)
  private static let password = "secret"

  private struct State {
    var polls: [String: [Duration]] = [:]
    var delivered: [String: [[UInt8]]] = [:]
    var count = 0
    var nextMail: Duration = .seconds(60)
  }

  let folder: TemporaryFolder
  let time = SimulatedTime()
  let accounts: [Account]
  private let steady: DemoServer
  private let shaky: DemoServer
  private let state: Mutex<State>

  init() throws {
    folder = try TemporaryFolder()
    try Archive.create(at: FilePath(folder("archive")), id: String(repeating: "0", count: 32))
    let names = (0..<12).map { "account\($0)" }
    let users = names.map { DemoServer.User(name: $0, password: Self.password) }
    let note = Note()
    steady = try DemoServer.start(messages: [], users: users, interference: note.interference { false })
    shaky = try DemoServer.start(
      messages: [], users: users,
      interference: note.interference { [time] in Self.outage.contains(time.now) })
    accounts = names.enumerated().map { [steady, shaky] place, name in
      Account(
        name: name, host: place % 2 == 0 ? "127.0.0.1" : "localhost",
        port: (place % 2 == 0 ? steady : shaky).port, tls: .none, allowPlaintext: true, user: name,
        password: .value(PasswordText(Array(Self.password.utf8))),
        every: .seconds(600 * (1 + place / 2 % 3)), timeout: .seconds(10),
        onServer: place % 4 < 2 ? .keep : RetentionRule(delete: true))
    }
    state = Mutex(State())
    note.set { [weak self] user in self?.notePoll(user) }
  }

  /// Runs a daemon for all the hours.
  ///
  /// - Parameter look: is called at every full hour, while nothing runs.
  func live(look: @escaping @Sendable (_ hour: Int) -> Void) async throws {
    let log = open(folder("log"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard log >= 0 else { throw TestFileFailure(call: "open", code: errno) }
    defer { close(log) }
    let configuration = Configuration(
      archive: folder("archive"), minFree: .octets(0),
      daemon: DaemonSettings(sessions: 4, sessionsPerHost: 4, socket: folder("socket")), accounts: accounts)
    let daemon = try Daemon(
      DaemonParts(
        load: { configuration }, fileVersion: { "1" }, clock: time.syncClock,
        scheduleClock: time.scheduleClock, log: Log(output: .descriptor(log)),
        supervisor: Supervisor(environment: [:]), environment: [:], version: "0", seed: 7, process: 1))
    let hour = Mutex(0)
    time.begin(
      isBusy: { daemon.runs > 0 },
      passed: { [self] now in
        deliver(now)
        let isFull = hour.withLock { hour in
          guard now >= .seconds((hour + 1) * 3_600) else { return nil as Int? }
          hour += 1
          return hour
        }
        if let isFull { look(isFull) }
        if now >= Self.length { daemon.stop() }
      })
    try await daemon.run()
  }

  private func server(of name: String) -> DemoServer {
    accounts.firstIndex { $0.name == name }.map { $0 % 2 == 0 } ?? true ? steady : shaky
  }

  private func notePoll(_ user: String) {
    let now = time.now
    state.withLock { $0.polls[user, default: []].append(now) }
  }

  /// A message about every four minutes, to one account or another.
  private func deliver(_ now: Duration) {
    while let (number, name) = nextMail(now) {
      let content = Array(
        "Subject: Message \(number)\r\nMessage-ID: <\(number)@example.org>\r\n\r\nText \(number).\r\n".utf8)
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

  /// When each session of the account said QUIT.
  func polls(of name: String) -> [Duration] { state.withLock { $0.polls[name] ?? [] } }

  func delivered(to name: String) -> [[UInt8]] { state.withLock { $0.delivered[name] ?? [] } }

  /// How many messages its server still has.
  func remaining(of name: String) -> Int { server(of: name).remaining(of: name).count }

  /// The files of the account in wire form.
  func stored(of name: String) throws -> [[UInt8]] {
    try ["new", "cur"].flatMap { place in
      let path = folder("archive/accounts/\(name)/\(place)")
      return try folderNames(path).map { LineEnds.crlf(try readFile("\(path)/\($0)")) }
    }
  }
}

/// Who is told of polls: known only once everything stands.
private final class Note: Sendable {
  private let told = Mutex<@Sendable (String) -> Void>({ _ in })

  func set(_ told: @escaping @Sendable (String) -> Void) { self.told.withLock { $0 = told } }

  /// A server that lets nobody in while `isAway`, and tells of each session that came to its end.
  func interference(_ isAway: @escaping @Sendable () -> Bool) -> Interference {
    Interference(
      conduct: { _ in
        var conduct = Interference.Conduct()
        if isAway() { conduct.cutAfter = 0 }
        return conduct
      },
      verdict: { [self] request in
        if request.verb == "QUIT", let user = request.user { told.withLock { $0 }(user) }
        return .serve
      },
      view: { $1 })
  }
}
