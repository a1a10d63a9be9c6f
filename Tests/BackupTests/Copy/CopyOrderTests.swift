import Archive
import Backup
import MailIndex
import Maildir
import Synchronization
import SystemPackage
import TestFiles
import Testing

/// The promise of a batch, seen at the system calls: data, names, lists, and only then the index.
@Suite struct CopyOrderTests {
  /// What happened on the drive, and on how many drives the index knew messages to be before it did.
  struct Step: Sendable, Equatable {
    let call: FileCall
    let counted: Int
  }

  private final class Steps: Sendable {
    private let steps = Mutex<[Step]>([])
    private let counted: @Sendable () -> Int

    init(_ counted: @escaping @Sendable () -> Int) { self.counted = counted }

    var calls: FileCalls {
      FileCalls(watch: { [self] (call) throws(Errno) in
        let step = Step(call: call, counted: counted())
        steps.withLock { $0.append(step) }
      })
    }

    var all: [Step] { steps.withLock { $0 } }
  }

  private static let mailbox: [Offered] = [
    .numbered(1), .numbered(2), .numbered(3, day: "1 Feb 2024"), .bare,
  ]

  /// Backs a mailbox up to a drive of this type, and returns what was done.
  private func steps(
    _ type: String, _ options: BackupOptions = BackupOptions(threads: 1)
  ) throws -> [Step] {
    let fixture = try DriveFixture()
    try fixture.fetch(Self.mailbox)
    try fixture.add("red")
    let reader = try fixture.open(.reading)
    let rows = try fixture.rows(in: reader).map(\.id)
    let steps = Steps {
      do { return try reader.asking { try $0.copiesOnDrives(of: rows) }.reduce(0, +) } catch { return -1 }
    }
    try fixture.backUp("red", options, type: type, calls: steps.calls)
    try CopyOnDrive(fixture.copy("red")).expectExactly(Self.mailbox)
    return steps.all
  }

  private func indices(_ steps: [Step], _ isWanted: (FileCall) -> Bool) -> [Int] {
    steps.indices.filter { isWanted(steps[$0].call) }
  }

  @Test
  func `data is flushed before names, names before lists, and all of it before the index counts a copy`()
    throws
  {
    let steps = try steps("ext4")
    let flushes = indices(steps) { $0.operation == .flushFileSystem }
    let messages = indices(steps) { $0.operation == .rename && $0.name.hasSuffix(".eml") }
    let lists = indices(steps) { $0.operation == .rename && $0.name == "SHA256SUMS" }.prefix(3)
    try #require(flushes.count >= 2 && messages.count == 4 && lists.count == 3)
    let (data, names) = (flushes[0], flushes[1])
    // What is written up to the names is written before the first flush.
    let writes = indices(steps) { $0.operation == .write }
    #expect(writes.allSatisfy { $0 < data || $0 > names })
    #expect(messages.allSatisfy { data < $0 && $0 < names })
    #expect(lists.allSatisfy { messages[3] < $0 && $0 < names })
    #expect(steps[...names].allSatisfy { $0.counted == 0 })
    // What lies between the flush and the record changes nothing on the drive.
    let counted = try #require(steps.firstIndex { $0.counted > 0 })
    #expect(steps[counted].counted == 4)
    #expect(steps[(names + 1)..<counted].allSatisfy { $0.call.operation == .close })
  }

  @Test func `what was written is read back after the flush and before it gets its name`() throws {
    let steps = try steps("ext4")
    let flush = try #require(indices(steps) { $0.operation == .flushFileSystem }.first)
    let named = try #require(indices(steps) { $0.operation == .rename && $0.name.hasSuffix(".eml") }.first)
    let opened = steps[flush..<named].filter {
      $0.call.operation == .open && $0.call.name.hasPrefix("popkeep-")
    }
    #expect(opened.count == Self.mailbox.count)
  }

  @Test func `copies that are not read back are not counted`() throws {
    let steps = try steps("ext4", BackupOptions(verifies: false, threads: 1))
    #expect(steps.allSatisfy { $0.counted == 0 })
  }

  @Test(arguments: ["fuseblk", "fuse.exfat"])
  func `where a program serves the drive each file is flushed by itself before its name`(_ type: String)
    throws
  {
    let steps = try steps(type)
    let messages = indices(steps) { $0.operation == .rename && $0.name.hasSuffix(".eml") }
    let lists = indices(steps) { $0.operation == .rename && $0.name == "SHA256SUMS" }.prefix(3)
    try #require(messages.count == 4 && lists.count == 3)
    let began = try #require(indices(steps) { $0.operation == .rename && $0.name == "left.json" }.first)
    // Four messages before the run notes that it has begun; three lists after.
    #expect(indices(steps) { $0.operation == .flush }.count { $0 < began } >= 4)
    #expect(indices(steps) { $0.operation == .flush }.count { began < $0 && $0 < messages[0] } >= 3)
    // The names of each folder, and its list once more.
    let after = indices(steps) { $0.operation == .flush }.filter { $0 > lists[0] }
    let last = try #require(lists.last)
    #expect(after.count { $0 < last } >= 4 && after.count { $0 > last } >= 2)
    let counted = try #require(steps.firstIndex { $0.counted > 0 })
    #expect(counted > last + 2 && steps[counted].counted == 4)
  }

  @Test func `the drive says that a run has begun before the first name, and that it ended after the last`()
    throws
  {
    let steps = try steps("ext4")
    let states = indices(steps) { $0.operation == .rename && $0.name == "left.json" }
    let messages = indices(steps) { $0.operation == .rename && $0.name.hasSuffix(".eml") }
    try #require(states.count == 2 && messages.count == 4)
    #expect(states[0] < messages[0] && messages[3] < states[1])
    #expect(steps[states[1]...].contains { $0.call.operation == .flushFileSystem })
  }
}
