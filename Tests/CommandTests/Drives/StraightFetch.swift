import DemoServer
import Glibc
import TestDrives
import TestFiles
import Testing

/// `popkeep fetch URL --to DIR --create` from a served mailbox onto a drive, each time on a machine that has never seen
/// popkeep: no configuration, nothing remembered.
struct StraightFetch {
  let drive: Drive
  let mailbox: ServedMailbox

  /// A message of each kind: ordinary, awkward, large.
  static let contents: [[UInt8]] =
    MadeMail.awkward + (1...190).map { MadeMail.content($0, size: $0 % 10 == 0 ? 20_000 : $0 * 7) } + [
      MadeMail.content(1_000, size: 3_000_000)
    ]

  var archive: String { "\(drive.path)/mail" }

  /// The home of whoever fetches; the machine keeps nothing else.
  private let home: UserHome

  init(_ drive: Drive, _ contents: [[UInt8]]) throws {
    self.drive = drive
    mailbox = try ServedMailbox(contents)
    home = try UserHome()
  }

  private init(_ drive: Drive, _ mailbox: ServedMailbox, _ home: UserHome) {
    (self.drive, self.mailbox, self.home) = (drive, mailbox, home)
  }

  /// The same mailbox, and the archive as it is on another drive.
  func at(_ drive: Drive) -> StraightFetch { StraightFetch(drive, mailbox, home) }

  func start(_ others: String..., environment: [String: String] = [:]) throws -> StartedCommand {
    #expect(access(home.configuration, F_OK) != 0)
    return try home.start(
      [
        "fetch", "pop3s://alice@127.0.0.1:\(mailbox.port)", "--to", archive, "--create", "--ca-file",
        mailbox.caFile,
        "--password-file", home.passwordFile,
      ] + others, environment: environment)
  }

  /// Fetches, and returns how many messages came.
  func run(sourceLocation: SourceLocation = #_sourceLocation) throws -> Int? {
    let run = try start("--json").finish(within: .seconds(120))
    run.succeeds(sourceLocation: sourceLocation)
    return try run.json()["accounts"]?[0]?["fetched"]?.count
  }

  /// The one account of the archive.
  func account() throws -> String { try #require(try folderNames("\(archive)/accounts").first) }

  /// Each message is there once, octet for octet; popkeep and the files alone agree on it.
  func expectExactly(_ contents: [[UInt8]], sourceLocation: SourceLocation = #_sourceLocation) throws {
    let home = try UserHome(archive: archive)
    try home.run("verify", "--archive", archive).succeeds(sourceLocation: sourceLocation)
    try home.run("export", "--archive", archive, "--to", home.folder("export")).succeeds(
      sourceLocation: sourceLocation)
    let exported = try files(below: home.folder("export")).filter { $0.hasSuffix(".eml") }.map(readFile)
    expectSame(exported, contents, sourceLocation)
    expectSame(try home.stored(account: try account()), contents, sourceLocation)
    #expect(
      try folderNames("\(archive)/accounts/\(try account())/tmp") == [], sourceLocation: sourceLocation)
  }

  /// The index keeps a rollback journal and no log beside it where the file system is none of Linux's own.
  func expectJournal(sourceLocation: SourceLocation = #_sourceLocation) throws {
    // SQLite's file format: the version for writing, 1 with a rollback journal and 2 with a log.
    let header = try readFile("\(archive)/index.sqlite").prefix(20)
    let isLinux = !drive.format.isInUserSpace && drive.format.takesColon
    #expect(header.dropFirst(18).first == (isLinux ? 2 : 1), sourceLocation: sourceLocation)
    guard !isLinux else { return }
    let companions = try folderNames(archive).filter { $0.hasPrefix("index.sqlite-") }
    #expect(companions == [], sourceLocation: sourceLocation)
  }

  private func files(below path: String) throws -> [String] {
    try folderNames(path).flatMap { name in
      var status = stat()
      guard stat("\(path)/\(name)", &status) == 0 else { throw SystemFailure("stat \(name)") }
      return status.st_mode & S_IFMT == S_IFDIR ? try files(below: "\(path)/\(name)") : ["\(path)/\(name)"]
    }
  }

  private func expectSame(_ found: [[UInt8]], _ contents: [[UInt8]], _ sourceLocation: SourceLocation) {
    #expect(found.count == contents.count, sourceLocation: sourceLocation)
    let isSame = found.sorted(by: precedes) == contents.sorted(by: precedes)
    #expect(isSame, "not the octets that were served", sourceLocation: sourceLocation)
  }

  private func precedes(_ one: [UInt8], _ other: [UInt8]) -> Bool { one.lexicographicallyPrecedes(other) }
}
