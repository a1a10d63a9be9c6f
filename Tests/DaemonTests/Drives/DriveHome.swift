import Archive
import Backup
import Daemon
import DemoServer
import Fetching
import Glibc
import Settings
import Synchronization
import SystemPackage
import TestFiles

/// A mailbox, a daemon that fetches it, and drives that are attached and detached: folders that a mount table of the
/// test's own says something is mounted at.
final class DriveHome: Sendable {
  static let account = "home"

  let folder: TemporaryFolder
  let clock = LeapingClock()
  private let server: DemoServer
  private let table = HandTable()
  private let delivered = Mutex(0)
  private let configuration: Configuration
  private let running = Mutex<(daemon: Daemon, task: Task<Void, any Error>, log: Int32)?>(nil)
  private let readsMounts: Bool

  /// - Parameters:
  ///   - copies: how many copies there must be before a message leaves the server.
  ///   - readsMounts: what is really mounted counts, and not what the test says.
  init(_ drives: [DriveSettings], copies: Int = 2, readsMounts: Bool = false) throws {
    folder = try TemporaryFolder()
    self.readsMounts = readsMounts
    server = try DemoServer.start(
      messages: [], users: [DemoServer.User(name: Self.account, password: SimulatedDaemon.password)])
    try Archive.create(at: FilePath(folder("archive")), id: String(repeating: "d", count: 32))
    let password = try folder.write("password", text: "\(SimulatedDaemon.password)\n")
    guard chmod(password, 0o600) == 0 else { throw TestFileFailure(call: "chmod", code: errno) }
    // Nobody polls within a test: what runs by itself was hastened.
    let account = Account(
      name: Self.account, host: "127.0.0.1", port: server.port, tls: .none, allowPlaintext: true,
      user: Self.account, password: .file(password), every: .seconds(30 * 86_400),
      onServer: RetentionRule(delete: true, requireCopies: copies))
    var configuration = Configuration(archive: folder("archive"), drives: drives, accounts: [account])
    configuration.daemon.socket = folder("socket")
    configuration.daemon.scrub = nil
    configuration.metrics.textfile = folder("figures")
    self.configuration = configuration
  }

  deinit {
    if let (daemon, task, log) = running.withLock({ $0 }) {
      daemon.stop()
      task.cancel()
      close(log)
    }
    server.stop()
  }

  func path(_ drive: String) -> String { folder(drive) }

  /// Makes a drive, and adds it to the archive while it is attached.
  ///
  /// - Parameters:
  ///   - isMade: its folder is there.
  ///   - besideDaemon: the daemon runs, and has the archive.
  func addDrive(_ name: String, isMade: Bool = false, besideDaemon: Bool = false) throws {
    guard isMade || mkdir(path(name), 0o700) == 0 else { throw TestFileFailure(call: "mkdir", code: errno) }
    let archive = try Archive.open(FilePath(folder("archive")), for: besideDaemon ? .reading : .writing)
    _ = try DriveAddition(to: archive, in: [system(name)]).add(path(name), named: name, evenHere: true)
  }

  private func system(_ name: String, isReadOnly: Bool = false) -> MountedFileSystem {
    MountedFileSystem(
      path: path(name), type: "ext4", source: "/dev/\(name)", isReadOnly: isReadOnly,
      device: "8:\(name.count)")
  }

  func attach(_ name: String, isReadOnly: Bool = false) {
    table.systems.withLock { systems in
      systems.removeAll { $0.path == path(name) }
      systems.append(system(name, isReadOnly: isReadOnly))
    }
    daemon?.mountsChanged()
  }

  func detach(_ name: String) {
    table.systems.withLock { $0.removeAll { $0.path == path(name) } }
    daemon?.mountsChanged()
  }

  private var daemon: Daemon? { running.withLock { $0?.daemon } }

  /// Starts the daemon; it may have been there before.
  func start() async throws {
    let log = open(folder("log"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    var parts = DaemonParts(
      load: { [configuration] in configuration }, fileVersion: { nil }, clock: clock.sync,
      scheduleClock: clock.schedule, log: Log(output: .descriptor(log), least: .debug),
      supervisor: Supervisor(environment: [:]), environment: [:], version: "0", seed: 7, process: getpid())
    if !readsMounts { parts.mounts = { [table] in table.systems.withLock { $0 } } }
    let daemon = try Daemon(parts)
    running.withLock { $0 = (daemon, Task { try await daemon.run() }, log) }
    try await Awaited.until("the daemon answers: \(text)") {
      try await BesideTasks.run { [self] in ControlClient.reach(socket: folder("socket")) != nil }
    }
  }

  /// Ends it in order.
  func stop() async throws {
    guard
      let (daemon, task, log) = running.withLock({ running in
        defer { running = nil }
        return running
      })
    else { return }
    daemon.stop()
    try await task.value
    close(log)
  }

  /// Another command, which asks the daemon.
  func client() throws -> ControlClient {
    guard let client = ControlClient.reach(socket: folder("socket")) else {
      throw Awaited.Missed(description: "no daemon answers")
    }
    return client
  }

  /// Puts so much mail on the server, and has it fetched.
  @discardableResult
  func deliver(_ count: Int, octets: Int = 100) async throws -> [AccountReport] {
    let first = delivered.withLock { delivered in
      defer { delivered += count }
      return delivered
    }
    let text = [UInt8](repeating: UInt8(ascii: "x"), count: octets)
    server.add(
      (first..<first + count).map { number in
        ServedMessage(
          uid: Array("uid-\(number)".utf8),
          content: Array("From: bob@example.org\r\nSubject: \(number)\r\n\r\n".utf8) + text + [13, 10])
      }, to: Self.account)
    var reports: [AccountReport] = []
    // A run that was about to end is an answer too, and has not seen it.
    try await Awaited.until("all is fetched; \(text)") {
      reports = try await fetch()
      return try await stored() == first + count
    }
    return reports
  }

  private func stored() async throws -> Int {
    try await BesideTasks.run { [self] in
      var client = try client()
      return try client.status().accounts.map(\.stored).reduce(0, +)
    }
  }

  func fetch() async throws -> [AccountReport] {
    try await BesideTasks.run { [self] in
      var client = try client()
      return try client.fetch([Self.account], isRehearsal: false) { _, _ in }
    }
  }

  /// Has drives copied to; `show` may do what happens in the middle of it.
  func backUp(
    _ drives: String..., show: @escaping @Sendable (DriveEvent) -> Void = { _ in }
  ) async throws -> [ControlClient.DriveOutcome] {
    try await BesideTasks.run { [self] in
      var client = try client()
      return try client.backup(drives, verifies: true) { show($1) }
    }
  }

  /// Messages that the server still has.
  var onServer: Int { server.remaining(of: Self.account).count }

  func status(of drive: String) async throws -> DriveStatus? {
    try await BesideTasks.run { [self] in
      var client = try client()
      return try client.status().drives.first { $0.name == drive }
    }
  }

  /// The lines of the figures that begin so; they are written every quarter of a minute.
  func figures(_ start: String) async throws -> [String] {
    guard access(folder("figures"), F_OK) != 0 || unlink(folder("figures")) == 0 else {
      throw TestFileFailure(call: "unlink", code: errno)
    }
    clock.leap(.seconds(15))
    try await Awaited.until("figures are written") { access(folder("figures"), F_OK) == 0 }
    return String(decoding: try readFile(folder("figures")), as: UTF8.self).split(separator: "\n")
      .map(String.init).filter { $0.hasPrefix(start) }
  }

  /// Waits until the drive is seen to be attached, or to be gone.
  func awaitAttached(_ drive: String, _ isAttached: Bool = true) async throws {
    try await Awaited.until("\(drive) attached: \(isAttached)") {
      try await status(of: drive)?.isAttached == isAttached
    }
  }

  /// Waits until the drive is attached and has all that there is.
  func awaitComplete(_ drive: String) async throws {
    try await Awaited.until("\(drive) is complete; \(log(of: drive))") {
      let status = try await status(of: drive)
      return status?.isAttached == true && status?.lacking == 0 && status?.progress == nil
        && status?.lastBackup != nil
    }
  }

  func awaitOnServer(_ count: Int) async throws {
    try await Awaited.until("\(count) on the server, not \(onServer); \(text)") { onServer == count }
  }

  private var text: String {
    do { return String(decoding: try readFile(folder("log")), as: UTF8.self) } catch { return "\(error)" }
  }

  /// What the log says of a drive.
  func log(of drive: String, _ word: String = "") -> [String] {
    text.split(separator: "\n").map(String.init).filter { $0.contains("drive=\(drive)") && $0.contains(word) }
  }

  /// The messages on a drive.
  func copies(on drive: String) throws -> [String] {
    try files(below: path(drive)).filter { $0.hasSuffix(".eml") }
  }

  private func files(below path: String) throws -> [String] {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return [path] }
    return try folderNames(path).flatMap { try files(below: "\(path)/\($0)") }
  }
}

/// What a test says is mounted.
private final class HandTable: Sendable {
  let systems = Mutex<[MountedFileSystem]>([])
}
