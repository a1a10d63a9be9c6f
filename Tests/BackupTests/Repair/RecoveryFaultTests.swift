import Archive
import Backup
import Maildir
import SystemPackage
import TestFiles
import Testing

/// Drives that are added, restored from and repaired from while system calls fail in turn.
@Suite struct RecoveryFaultTests {
  private static let mailbox: [Offered] = [.numbered(1), .numbered(2, day: "1 Feb 2024"), .bare]

  /// Calls `body` with a log whose nth call fails, for n = start, start + stride, … until none does.
  private func forEachFault(
    _ staysBroken: Bool, stride everyday: Int, _ body: (CallLog, Comment) throws -> Void
  ) throws {
    let stride = MatrixExtent.stride(everyday)
    var number = MatrixExtent.start(row: staysBroken ? 1 : 0, stride: stride)
    var isHit = true
    while isHit {
      let log = CallLog(failsAt: number, staysBroken: staysBroken)
      try body(log, "call \(number), \(staysBroken ? "from then on" : "once")")
      isHit = log.wasHit
      number += stride
    }
    #expect(number > 25)
  }

  /// Runs `body`, which may fail as drives and archives do.
  private func attempt(_ body: () throws -> Void) throws {
    do { try body() } catch is DriveFailure {} catch is ArchiveFailure {} catch is DriveFixture.NotFound {}
  }

  @Test(arguments: [false, true])
  func `whichever system call fails as a drive is added, the next try adds it, once`(_ staysBroken: Bool)
    throws
  {
    let template = try DriveFixture()
    try forEachFault(staysBroken, stride: 3) { log, comment in
      let fixture = try DriveFixture(copying: template, drives: [])
      try attempt { try fixture.add("red", calls: log.calls()) }
      let result = try fixture.add("red")
      #expect(result.drive.place == "popkeep/mail", comment)
      let search = try DriveSearch(of: fixture.open(.reading), in: [fixture.system("red")])
      #expect(search.attached.count == 1 && search.known.count == 1 && search.failures.isEmpty, comment)
    }
  }

  @Test(arguments: [false, true])
  func
    `whichever system call on a drive fails as mail is restored, the next restore brings each message once`(
      _ staysBroken: Bool
    ) throws
  {
    let fixture = try RestoreFixture(Self.mailbox)
    try forEachFault(staysBroken, stride: 5) { log, comment in
      let target = try DriveFixture(copying: fixture.target, drives: [])
      try attempt {
        _ = try Self.restore(from: fixture, into: target, source: log.calls())
      }
      let summary = try Self.restore(from: fixture, into: target)
      #expect(summary.restored + summary.known == 3, comment)
      try Self.expectExactly(target, comment)
    }
  }

  @Test(arguments: [false, true])
  func
    `whichever system call on the archive fails as mail is restored, the next restore brings each message once`(
      _ staysBroken: Bool
    ) throws
  {
    let fixture = try RestoreFixture(Self.mailbox)
    try forEachFault(staysBroken, stride: 9) { log, comment in
      let target = try DriveFixture(copying: fixture.target, drives: [])
      try attempt {
        _ = try Self.restore(from: fixture, into: target, archive: log.calls())
      }
      _ = try Self.restore(from: fixture, into: target)
      try Self.expectExactly(target, comment)
    }
  }

  @Test(arguments: [false, true])
  func
    `whichever system call on the archive fails as it is repaired, nothing whole is lost and the next repair mends`(
      _ staysBroken: Bool
    ) throws
  {
    let template = try DriveFixture()
    try template.fetch(Self.mailbox)
    try template.add("red")
    try template.backUp("red")
    try FileTree.flip(try template.file(of: .numbered(1)))
    try removeFile(try template.file(of: .bare))
    _ = try Archive.verify(template.root, each: { _ in })
    try forEachFault(staysBroken, stride: 7) { log, comment in
      let fixture = try DriveFixture(copying: template, drives: ["red"])
      try attempt {
        let archive = try fixture.open(calls: log.calls())
        _ = try ArchiveRepair(archive, from: fixture.attached("red", to: archive), now: 0).run()
      }
      // The damaged octets are somewhere, until somebody throws them away.
      #expect(try Self.hasDamaged(fixture), comment)
      _ = try Archive.verify(fixture.root, each: { _ in })
      let archive = try fixture.open()
      #expect(
        try ArchiveRepair(archive, from: fixture.attached("red", to: archive), now: 0).run().lacking == 0,
        comment)
      try Self.expectExactly(fixture, comment)
    }
  }

  private static func hasDamaged(_ fixture: DriveFixture) throws -> Bool {
    var damaged = Offered.numbered(1).wire.filter { $0 != 13 }
    damaged[10] ^= 1
    return try FileTree.files(below: fixture.path("mail")).contains {
      try readFile(fixture.path("mail/\($0)")) == damaged
    }
  }

  private static func restore(
    from fixture: RestoreFixture, into target: DriveFixture, source: FileCalls = .system,
    archive: FileCalls = .system
  ) throws -> RestoreSummary {
    let drive = try fixture.source.attached("red", to: fixture.source.open(.reading), calls: source)
    return try Restoration(
      target.open(calls: archive), from: drive, options: { _ in AccountOptions() }, now: { 0 }
    ).run()
  }

  private static func expectExactly(_ fixture: DriveFixture, _ comment: Comment) throws {
    let files = try MessageFiles(account: fixture.folder("\(fixture.name)/accounts/home"))
    #expect(files.all.count == mailbox.count, comment)
    #expect(try Set(files.all.map { try $0.wire() }) == Set(mailbox.map(\.wire)), comment)
    #expect(try Archive.verify(fixture.root, each: { _ in }).problems == 0, comment)
    #expect(try fixture.rows().count == mailbox.count, comment)
  }
}
