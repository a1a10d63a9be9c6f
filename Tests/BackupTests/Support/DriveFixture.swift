import Archive
import Backup
import Glibc
import MailIndex
import Maildir
import SystemPackage
import TestFiles
import Testing

/// An archive, and folders that a mount table of the test's own says drives are mounted at.
struct DriveFixture {
  /// In November 2027.
  static let now: Int64 = 1_826_000_000

  /// A search found no drive.
  struct NotFound: Error {}

  let folder: TemporaryFolder
  let name: String
  private let id: String

  /// - Parameters:
  ///   - folder: one that holds other archives too; nil: one of its own.
  ///   - id: the digit that the archive's id is made of.
  init(in folder: TemporaryFolder? = nil, archive name: String = "mail", id: Character = "a") throws {
    self.folder = try folder ?? TemporaryFolder(inMemory: true)
    self.name = name
    self.id = String(repeating: id, count: 32)
    try Archive.create(at: FilePath(self.folder(name)), id: self.id)
    // Its index is made.
    _ = try open()
  }

  /// A copy of the archive and the drives of another fixture.
  init(copying other: DriveFixture, drives: [String]) throws {
    folder = try TemporaryFolder(inMemory: true)
    (name, id) = (other.name, other.id)
    for name in drives + [name] { try FileTree.copy(other.folder(name), to: folder(name)) }
  }

  var root: FilePath { FilePath(folder(name)) }

  func open(_ access: Archive.Access = .writing, calls: FileCalls = .system) throws -> Archive {
    try Archive.open(root, for: access, calls: calls)
  }

  /// Fetches messages into an account, as a sync does.
  func fetch(
    _ mailbox: [Offered], for name: String = "home", options: AccountOptions = AccountOptions()
  ) throws {
    let account = try open().account(name, options: options, now: Self.now)
    var claims = Claims()
    let pending = try mailbox.map { message in
      var intake = try account.begin(
        uid: Array(message.uid.utf8), listedOctets: Int64(message.wire.count), now: Self.now)
      try intake.append(message.wire.span.bytes)
      return try intake.finish()
    }
    _ = try account.commit(pending, claims: &claims, now: Self.now)
    try account.finishRun()
  }

  func path(_ drive: String) -> String { folder(drive) }

  /// The copy of the archive on a drive.
  func copy(_ drive: String) -> String { "\(folder(drive))/popkeep/\(name)" }

  func system(_ drive: String, type: String = "ext4", isReadOnly: Bool = false) -> MountedFileSystem {
    MountedFileSystem(
      path: path(drive), type: type, source: "/dev/\(drive)", isReadOnly: isReadOnly, device: "8:17")
  }

  /// Makes the folder of a drive where it is missing.
  func makeDrive(_ drive: String) throws {
    guard mkdir(path(drive), 0o700) == 0 || errno == EEXIST else {
      throw TestFileFailure(call: "mkdir", code: errno)
    }
  }

  @discardableResult
  func add(_ drive: String, calls: FileCalls = .system) throws -> DriveAddition.Result {
    try makeDrive(drive)
    return try DriveAddition(to: open(), in: [system(drive)], calls: calls)
      .add(path(drive), named: drive, evenHere: true)
  }

  /// The drive as a search finds it.
  func attached(
    _ drive: String, to archive: Archive, type: String = "ext4", calls: FileCalls = .system
  ) throws -> AttachedDrive {
    let search = try DriveSearch(of: archive, in: [system(drive, type: type)], calls: calls)
    guard let drive = search.attached.first else { throw NotFound() }
    return drive
  }

  /// Brings a drive up to date.
  @discardableResult
  func backUp(
    _ drive: String, _ options: BackupOptions = BackupOptions(), type: String = "ext4",
    calls: FileCalls = .system, now: Int64 = Self.now, isStopped: @escaping @Sendable () -> Bool = { false }
  ) throws -> DriveReport {
    let archive = try open()
    let run = try BackupRun(
      archive, try attached(drive, to: archive, type: type, calls: calls), options, now: { now },
      isStopped: isStopped)
    try run.run()
    return run.report
  }

  @discardableResult
  func verify(_ drive: String, _ sample: Sample? = nil) throws -> DriveReport {
    let archive = try open()
    return try DriveVerification(
      archive, try attached(drive, to: archive), sample: sample, threads: 2, now: { Self.now }
    ).run()
  }

  /// The rows of the archive's messages, oldest first.
  func rows(in archive: Archive? = nil) throws -> [MessageRow] {
    var rows: [MessageRow] = []
    try (archive ?? open(.reading)).index.forEachMessage { rows.append($0) }
    return rows.sorted { $0.id < $1.id }
  }

  /// On how many drives each message is, as the index says, oldest first.
  func copyCounts(in archive: Archive? = nil) throws -> [Int] {
    let archive = try archive ?? open(.reading)
    return try archive.asking { try $0.copiesOnDrives(of: rows(in: archive).map(\.id)) }
  }

  /// What a drive lacks, as the index says.
  func lack(of drive: String) throws -> DriveLack {
    let archive = try open(.reading)
    let row = try #require(try archive.asking { try $0.drives() }.first { $0.name == drive })
    return try archive.asking { try $0.lack(of: row.id) }
  }

  /// The path of the one file of a message in the archive.
  func file(of message: Offered, account: String = "home") throws -> String {
    let all = try MessageFiles(account: folder("\(name)/accounts/\(account)")).all
    return try #require(try all.first { try $0.wire() == message.wire }).path
  }
}
