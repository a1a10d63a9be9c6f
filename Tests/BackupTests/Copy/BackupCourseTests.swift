import Archive
import Backup
import MailIndex
import Maildir
import Synchronization
import SystemPackage
import TestFiles
import Testing

/// Runs of several batches, runs that are ended early, and drives that do not give back what was written.
@Suite struct BackupCourseTests {
  /// Twelve messages of three months in turn: each month is a batch or two, and none has neighbouring rows.
  private static let mailbox = (1...12).map {
    Offered.numbered($0, day: ["3 Oct 2023", "3 Nov 2023", "3 Dec 2023"][$0 % 3])
  }

  private static var small: BackupOptions {
    var options = BackupOptions(threads: 1)
    options.batch.messages = 2
    options.window = 8
    return options
  }

  private func prepared(_ mailbox: [Offered] = mailbox) throws -> DriveFixture {
    let fixture = try DriveFixture()
    try fixture.fetch(mailbox)
    try fixture.add("red")
    return fixture
  }

  /// Calls `body` before each change of a name on a drive.
  private func watching(_ body: @escaping @Sendable (FileCall) throws(Errno) -> Void) -> FileCalls {
    FileCalls(watch: { (call) throws(Errno) in if call.operation == .rename { try body(call) } })
  }

  @Test func `in the order of the drive's folders, and counted batch by batch`() throws {
    let fixture = try prepared()
    let reader = try fixture.open(.reading)
    let rows = try fixture.rows(in: reader).map(\.id)
    let counts = Mutex<[[Int]]>([])
    let calls = watching { call throws(Errno) in
      do {
        let now = try reader.asking { try $0.copiesOnDrives(of: rows) }
        counts.withLock { $0.append(now) }
      } catch { Issue.record(error) }
    }
    let report = try fixture.backUp("red", Self.small, calls: calls)
    #expect(report.copied == 12 && report.verified == 12)
    let sums = counts.withLock { $0.map { $0.reduce(0, +) } }
    #expect(sums == sums.sorted())
    #expect(Set(sums) == [0, 2, 4, 6, 8, 10, 12])
    // The first batch is of October, and of the window's first eight.
    let first = try #require(counts.withLock { $0.first { $0.contains(1) } })
    #expect(first.indices.filter { first[$0] == 1 } == [2, 5])
    try CopyOnDrive(fixture.copy("red")).expectExactly(Self.mailbox)
    #expect(try fixture.copyCounts() == Array(repeating: 1, count: 12))
  }

  @Test(arguments: [0, 1, 2, 3, 5, 6])
  func `ended early it leaves what waits as lacking, and the next run copies just that`(_ batches: Int) throws
  {
    let fixture = try prepared()
    let named = Atomic(0)
    let calls = watching { call throws(Errno) in
      if call.name.hasSuffix(".eml") { named.add(1, ordering: .relaxed) }
    }
    let code = refusal {
      try fixture.backUp(
        "red", Self.small, calls: calls, isStopped: { named.load(ordering: .relaxed) >= batches * 2 })
    }
    #expect(code == .stopped)
    let counted = try fixture.copyCounts().reduce(0, +)
    #expect(counted == batches * 2)
    #expect(try fixture.lack(of: "red").messages == 12 - counted)
    let report = try fixture.backUp("red", Self.small)
    #expect(report.copied == 12 - counted)
    try CopyOnDrive(fixture.copy("red")).expectExactly(Self.mailbox)
    #expect(try fixture.copyCounts() == Array(repeating: 1, count: 12))
    #expect(try fixture.lack(of: "red") == DriveLack())
  }

  @Test
  func `what was copied and not read back is read by the next run, and copied again where it is damaged`()
    throws
  {
    let fixture = try prepared([.numbered(1), .numbered(2), .bare])
    let report = try fixture.backUp("red", BackupOptions(verifies: false))
    #expect(report.copied == 3 && report.verified == 0)
    #expect(try fixture.copyCounts() == [0, 0, 0])
    #expect(try fixture.lack(of: "red").unverified == 3 && fixture.lack(of: "red").messages == 0)
    #expect(try fixture.backUp("red", BackupOptions(verifies: false)).verified == 0)
    try FileTree.flip("\(fixture.copy("red"))/home/2023/2023-11/20231123T100000Z-jje2z6fgxvzhokcj.eml")
    let next = try fixture.backUp("red")
    #expect(next.verified == 3 && next.copied == 1)
    try CopyOnDrive(fixture.copy("red")).expectExactly([.numbered(1), .numbered(2), .bare])
    #expect(try fixture.copyCounts() == [1, 1, 1])
  }

  @Test func `what the drive gives back otherwise once is written again, and told`() throws {
    let fixture = try prepared([.numbered(1), .numbered(2)])
    let copy = fixture.copy("red")
    let flips = Atomic(0)
    let calls = FileCalls(watch: { (call) throws(Errno) in
      guard call.operation == .flushFileSystem, flips.add(1, ordering: .relaxed).newValue == 1 else { return }
      Self.spoil(in: copy)
    })
    let report = try fixture.backUp("red", BackupOptions(threads: 1), calls: calls)
    #expect(report.copied == 2 && report.verified == 2)
    #expect(report.warnings.contains { $0.contains("do not rely on it") })
    try CopyOnDrive(copy).expectExactly([.numbered(1), .numbered(2)])
  }

  @Test func `a drive that gives back other octets twice ends the run, and nothing counts`() throws {
    let fixture = try prepared([.numbered(1)])
    let copy = fixture.copy("red")
    let calls = FileCalls(watch: { (call) throws(Errno) in
      guard [.flushFileSystem, .flush].contains(call.operation) else { return }
      Self.spoil(in: copy)
    })
    let code = refusal { try fixture.backUp("red", BackupOptions(threads: 1), calls: calls) }
    guard case .unreliable? = code else {
      Issue.record("\(String(describing: code))")
      return
    }
    #expect(try fixture.copyCounts() == [0])
    #expect(try CopyOnDrive(copy).messages.isEmpty)
    #expect(try fixture.backUp("red").copied == 1)
    try CopyOnDrive(copy).expectExactly([.numbered(1)])
  }

  /// What was written of a message becomes something else.
  private static func spoil(in copy: String) {
    do {
      for name in try folderNames("\(copy)/.tmp") {
        let path = "\(copy)/.tmp/\(name)"
        var bytes = try readFile(path)
        guard bytes.starts(with: "Received".utf8) else { continue }
        bytes[10] = UInt8(ascii: "#")
        return try writeFile(path, bytes)
      }
    } catch { Issue.record(error) }
  }

  @Test func `a message that the file system takes no file of is told, and all others are copied`() throws {
    let large = Offered("large", "Subject: large\r\n\r\n\(String(repeating: "x", count: 60_000))\r\n")
    let fixture = try prepared([.numbered(1), large, .numbered(2)])
    let isLarge = Atomic(false)
    let calls = FileCalls(
      watch: { (call) throws(Errno) in
        if call.operation == .write, isLarge.load(ordering: .relaxed) { throw .fileTooLarge }
      },
      portion: { call, octets in
        if call.operation == .write { isLarge.store(octets > 30_000 && octets < 100_000, ordering: .relaxed) }
        return octets
      })
    #expect(refusal { try fixture.backUp("red", BackupOptions(threads: 1), calls: calls) } == .tooLarge(1))
    try CopyOnDrive(fixture.copy("red")).expectExactly([.numbered(1), .numbered(2)])
    #expect(try fixture.copyCounts() == [1, 0, 1])
    #expect(try fixture.lack(of: "red").missing == 1)
    #expect(try fixture.backUp("red").copied == 1)
    try CopyOnDrive(fixture.copy("red")).expectExactly([.numbered(1), large, .numbered(2)])
  }

  @Test(arguments: [1, 7])
  func `reads and writes that move a few octets at a time make no difference`(_ portion: Int) throws {
    let fixture = try prepared([.numbered(1), .bare])
    try fixture.backUp("red", calls: CallLog().calls(portion: portion))
    try CopyOnDrive(fixture.copy("red")).expectExactly([.numbered(1), .bare])
    #expect(try fixture.copyCounts() == [1, 1])
    #expect(try CheckSums.run(in: fixture.copy("red")) == 0)
  }

  @Test func `a clock that was set back is no reason not to copy`() throws {
    let fixture = try prepared([.numbered(1)])
    try fixture.backUp("red")
    try fixture.fetch([.numbered(2)])
    #expect(try fixture.backUp("red", now: DriveFixture.now - 900_000).copied == 1)
    try CopyOnDrive(fixture.copy("red")).expectExactly([.numbered(1), .numbered(2)])
  }
}
