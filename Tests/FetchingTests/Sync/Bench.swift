import Archive
import DemoServer
import Fetching
import Maildir
import Settings
import Synchronization
import SystemPackage
import TestFiles

/// An archive in a folder of its own, and syncs into it: what a test of a whole run needs.
final class Bench: Sendable {
  static let start: Int64 = 1_790_000_000

  let folder: TemporaryFolder
  private let seconds = Mutex(Bench.start)
  let events = EventLog()

  init() throws {
    folder = try TemporaryFolder()
    try Archive.create(at: FilePath(folder("archive")), id: String(repeating: "0", count: 32))
  }

  /// Lets time pass, or sets the clock back.
  func advance(by delta: Int64) { seconds.withLock { $0 += delta } }

  var now: Int64 { seconds.withLock { $0 } }

  /// An account on a loopback port.
  func account(
    port: UInt16, tls: TLSMode = .none, caFile: String? = nil, onServer: RetentionRule = .keep,
    user: String = "alice", timeout: Duration = .seconds(3)
  ) -> Account {
    Account(
      name: "home", host: "127.0.0.1", port: port, tls: tls, allowPlaintext: tls == .none, caFile: caFile,
      user: user, timeout: timeout, onServer: onServer)
  }

  /// One sync of one account, in an archive opened for it alone, as the command does it.
  func sync(
    _ account: Account, password: String = "secret", mode: AccountSync.Mode = .fetch,
    stop: StopRequest = StopRequest(), minFree: FreeSpaceFloor = .octets(0), calls: FileCalls = .system,
    limits: SyncLimits = SyncLimits(),
    wait: @escaping @Sendable (Duration, StopRequest) -> Void = { $1.wait($0) }
  ) async throws -> AccountReport {
    let archive = try Archive.open(FilePath(folder("archive")), for: .writing, calls: calls)
    let began = ContinuousClock.now
    let fleet = Fleet(
      archive: archive, minFree: minFree,
      clock: SyncClock(now: { [self] in now }, elapsed: { ContinuousClock.now - began }, wait: wait),
      stop: stop,
      limits: limits,
      observer: { [events] _, event in events.add(event) })
    let member = Fleet.Member(account) { _ in
      AccountSecret(PasswordText(Array(password.utf8)), origin: "the test")
    }
    let reports = await fleet.sync([member], mode: mode)
    guard let report = reports.first, reports.count == 1 else { throw BenchFailure.noReport }
    return report
  }

  /// Every message of the account in wire form, read from its files without popkeep.
  func stored(account: String = "home") throws -> [[UInt8]] {
    var messages: [[UInt8]] = []
    for place in ["new", "cur"] {
      let path = folder("archive/accounts/\(account)/\(place)")
      for name in try folderNames(path) {
        let bytes = try readFile("\(path)/\(name)")
        messages.append(name.contains(",W=") ? LineEnds.crlf(bytes) : bytes)
      }
    }
    return messages
  }

  /// The names of the message files, sorted.
  func fileNames(account: String = "home") throws -> [String] {
    try ["new", "cur"].flatMap { try folderNames(folder("archive/accounts/\(account)/\($0)")) }.sorted()
  }

  /// True where the account's `tmp` holds nothing.
  func hasNoLeftovers(account: String = "home") throws -> Bool {
    try folderNames(folder("archive/accounts/\(account)/tmp")).isEmpty
  }
}

enum BenchFailure: Error { case noReport, noDrive }

/// The events of syncs, in order.
final class EventLog: Sendable {
  private let events = Mutex<[SyncEvent]>([])

  func add(_ event: SyncEvent) { events.withLock { $0.append(event) } }

  var warnings: [String] {
    events.withLock { events in
      events.compactMap { if case .warning(let text) = $0 { text } else { nil } }
    }
  }
}

/// Made messages for servers in tests.
enum Made {
  /// A small message, different for each number.
  static func content(_ number: Int, size: Int = 0) -> [UInt8] {
    let filler = String(repeating: "0123456789abcdef\r\n", count: size / 18)
    return Array(
      """
      Received: from mx.example.org by pop.example.org; Mon, 2 Nov 2026 10:00:00 +0000\r
      From: Bob <bob@example.org>\r
      To: alice@example.org\r
      Subject: Message \(number)\r
      Message-ID: <\(number)@example.org>\r
      Date: Mon, 2 Nov 2026 09:59:59 +0000\r
      \r
      Text of message \(number).\r
      .a line that begins with a dot\r
      \(filler)
      """.utf8) + Array("end\r\n".utf8)
  }

  static func uid(_ number: Int) -> [UInt8] { Array("uid-\(number)".utf8) }

  static func message(_ number: Int, size: Int = 0) -> ServedMessage {
    ServedMessage(uid: uid(number), content: content(number, size: size))
  }

  static func messages(_ numbers: ClosedRange<Int>, size: Int = 0) -> [ServedMessage] {
    numbers.map { message($0, size: size) }
  }

  static func contents(_ numbers: ClosedRange<Int>, size: Int = 0) -> Set<[UInt8]> {
    Set(numbers.map { content($0, size: size) })
  }
}

extension LoggedCommand {
  /// The command's first word.
  var verb: String { String(text.prefix { $0 != " " }) }
  /// What follows it.
  var argument: String { String(text.dropFirst(verb.count + 1)) }
}
