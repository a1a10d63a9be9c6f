import DemoServer
import Glibc
import Synchronization
import TestDrives
import TestFiles
import TestServers
import Testing

/// An archive with mail in it, drives for it, and what must hold of both whatever happens to the drives.
final class BackupBench: Sendable {
  let home: UserHome
  let mailbox: ServedMailbox
  private let fetched: Mutex<[[UInt8]]>
  /// All files of mail, by path, as they were after the last fetch.
  private let mail: Mutex<[String: [UInt8]]>

  /// Fetches `contents` into a new archive.
  ///
  /// - Parameter account: what the account of the one mailbox is called.
  init(_ contents: [[UInt8]], account name: String = "home") throws {
    home = try UserHome()
    mailbox = try ServedMailbox(contents)
    fetched = Mutex(contents)
    mail = Mutex([:])
    var account = mailbox.account()
    account.name = name
    try home.configure(account)
    try home.makeArchive()
    try fetch()
  }

  /// Messages large enough, and enough of them, for something to befall a run that copies them.
  static let many = (1...100).map { MadeMail.content($0, size: 40_000) }

  /// All messages of the archive.
  var contents: [[UInt8]] { fetched.withLock { $0 } }

  /// Has further messages come and fetches them.
  func bring(_ numbers: ClosedRange<Int>) throws {
    mailbox.add(numbers)
    fetched.withLock { $0 += MadeMail.contents(numbers) }
    try fetch()
  }

  private func fetch() throws {
    try home.start(["fetch", "--quiet"]).finish(within: .seconds(180)).succeeds()
    let files = try home.mail()
    mail.withLock { $0 = files }
  }

  /// Makes a drive, which is attached, one of the archive's.
  func add(_ drive: Drive, as name: String = "usb-red") throws {
    try home.run("backup", "add", drive.path, "--name", name).succeeds()
  }

  @discardableResult
  func backup(_ others: String...) throws -> CommandRun { try start(others).finish(within: .seconds(180)) }

  func start(_ others: [String] = []) throws -> StartedCommand { try home.start(["backup"] + others) }

  /// Begins a backup and returns once it is halted where files are in the making on the drive, or get their names.
  ///
  /// It halts itself, before one of its own calls: from outside, it would be halted wherever it has got to by then, and
  /// that may be behind its last look at the drive.
  func startAndHalt(_ drive: Drive, at moment: Moment) throws -> StartedCommand {
    let copy = DriveCopy(on: drive)
    let command = try home.start(
      ["backup", "--quiet"],
      environment: try moment.fault.environment(archive: copy.path, mark: home.folder("halted")))
    try command.awaitHalt()
    #expect(try moment.hasCome(copy))
    return command
  }

  enum Moment: Sendable, CaseIterable {
    case copying, naming

    /// Some of the hundred messages are there then, and most are not.
    fileprivate var fault: Fault {
      switch self {
      case .copying: Fault(kind: .halt, place: .folder(".tmp"), number: 40)
      case .naming: Fault(kind: .halt, place: .folder("home"), number: 20)
      }
    }

    fileprivate func hasCome(_ copy: DriveCopy) throws -> Bool {
      switch self {
      case .copying: try copy.temporaries().count > 3 && copy.messageFiles().isEmpty
      case .naming: try (1..<100).contains(copy.messageFiles().count)
      }
    }
  }

  /// Nothing that befell the drive has changed a file of mail here, and all is as it was fetched.
  func expectUntouched(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let isSame = try home.mail() == mail.withLock { $0 }
    #expect(isSame, "the archive is not as it was", sourceLocation: sourceLocation)
    try home.run("verify", "--quiet").succeeds(sourceLocation: sourceLocation)
  }

  /// The drive has every message once, octet for octet, as anybody may see; the archive is as it was, and has nothing more
  /// to copy.
  func expectRight(_ drive: Drive, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try expectUntouched(sourceLocation: sourceLocation)
    let copy = DriveCopy(on: drive)
    #expect(try copy.complaints() == [], sourceLocation: sourceLocation)
    let found = try copy.messages()
    let contents = contents
    #expect(found.count == contents.count, sourceLocation: sourceLocation)
    let isSame = found.sorted(by: Self.precedes) == contents.sorted(by: Self.precedes)
    #expect(isSame, "not the octets that were fetched", sourceLocation: sourceLocation)
    let temporaries = try copy.temporaries()
    #expect(temporaries == [], sourceLocation: sourceLocation)
    #expect(try IndexRows(archive: copy.path).bases.count == contents.count, sourceLocation: sourceLocation)
    let again = try home.run("backup", "--json", "--no-verify").succeeds(sourceLocation: sourceLocation)
    let drives = try again.json()["drives"]
    #expect(drives?[0]?["copied"]?.count == 0, "\(again)", sourceLocation: sourceLocation)
  }

  private static func precedes(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    one.lexicographicallyPrecedes(other)
  }
}
