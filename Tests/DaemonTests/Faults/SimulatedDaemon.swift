import Archive
import Daemon
import DemoServer
import Fetching
import Glibc
import Settings
import Synchronization
import SystemPackage
import TestFiles
import Testing

/// A daemon in this process that lives by a simulated clock, over real sockets and files.
final class SimulatedDaemon: Sendable {
  /// A line of the log, and when it was written, by the clock that is never set back.
  struct Entry: Sendable {
    let time: Duration
    let text: String
    /// What the line is about, where it is about an account.
    var account: String { text.split(separator: " ").dropFirst(2).first.map(String.init) ?? "" }
  }

  static let password = "tulip-4711-Zq"
  static let start: Int64 = 1_800_000_000

  let folder: TemporaryFolder
  let clock = SimulatedClock(wall: start)
  let daemon: Daemon
  private let logFile: Int32
  private let logReader: Int32
  private let entries = Mutex<[Entry]>([])
  private let running: Task<Void, any Error>

  /// Starts the daemon over an archive of its own.
  init(_ accounts: [Account], daemon settings: DaemonSettings = DaemonSettings()) throws {
    let folder = try TemporaryFolder()
    let archive = folder("archive")
    try Archive.create(at: FilePath(archive), id: String(repeating: "5", count: 32))
    let passwordFile = try folder.write("password", text: "\(Self.password)\n")
    guard chmod(passwordFile, 0o600) == 0 else { throw TestFileFailure(call: "chmod", code: errno) }
    logFile = open(folder("log"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    logReader = open(folder("log"), O_RDONLY | O_CLOEXEC)
    var configuration = Configuration(archive: archive, accounts: accounts)
    configuration.daemon = settings
    for place in configuration.accounts.indices {
      configuration.accounts[place].password = .file(passwordFile)
    }
    self.folder = folder
    daemon = try Daemon(
      DaemonParts(
        load: { [configuration] in configuration }, fileVersion: { nil }, clock: clock.sync,
        scheduleClock: clock.schedule,
        log: Log(output: .descriptor(logFile), least: .debug),
        supervisor: Supervisor(environment: [:]), environment: [:], version: "0", seed: 7, process: getpid()))
    running = Task { [daemon] in try await daemon.run() }
  }

  deinit {
    running.cancel()
    close(logFile)
    close(logReader)
  }

  /// Lets so much time pass; each run takes no time.
  ///
  /// - Parameter goal: asked after each step; true ends it early.
  /// - Returns: the time that has passed.
  @discardableResult
  func pass(_ duration: Duration, until goal: () throws -> Bool = { false }) async throws -> Duration {
    let (start, end) = (clock.elapsed, clock.elapsed + duration)
    while clock.elapsed < end {
      try await settle()
      if try goal() { break }
      clock.step(limit: end)
    }
    try await settle()
    return clock.elapsed - start
  }

  /// Lets so much time pass, as fast as the daemon does what is due.
  ///
  /// - Parameter passed: is told of each new time before anything is done in it.
  func glide(_ duration: Duration, passed: @escaping @Sendable (Duration) -> Void) async throws {
    await clock.glide(
      to: clock.elapsed + duration, isBusy: { [daemon] in !daemon.isAtRest }, passed: passed)
    try await settle()
  }

  /// Waits until all that is due now has been done: no run goes on, and the schedule and the upkeep sleep.
  func settle() async throws {
    await clock.glide(to: clock.elapsed, isBusy: { [daemon] in !daemon.isAtRest }, passed: { _ in })
    takeLog()
  }

  private func takeLog() {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    var text: [UInt8] = []
    while true {
      let count = read(logReader, &chunk, chunk.count)
      if count <= 0 { break }
      text += chunk[..<count]
    }
    guard !text.isEmpty else { return }
    let time = clock.elapsed
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
    entries.withLock { $0 += lines.map { Entry(time: time, text: String($0)) } }
  }

  /// Ends it in order.
  func stop() async throws {
    daemon.stop()
    try await running.value
  }

  var log: [Entry] { entries.withLock { $0 } }

  /// The tries to reach a server, from some time on.
  func tries(from start: Duration = .zero) -> [Entry] {
    log.filter { $0.time >= start && $0.text.contains("connecting to") }
  }

  /// Messages that each account has here.
  func stored() -> [String: Int] {
    Dictionary(uniqueKeysWithValues: daemon.status().accounts.map { ($0.name, $0.stored) })
  }

  /// The files of an account.
  func files(of account: String) throws -> [[UInt8]] {
    let place = folder("archive/accounts/\(account)/new")
    return try folderNames(place).map { try readFile("\(place)/\($0)") }
  }
}
