import Glibc
import MailIndex
import TestFiles
import Testing

/// A copy of the index while it is in use.
@Suite struct SnapshotTests {
  private func names(_ folder: TemporaryFolder) throws -> [String] { try folderNames(folder.path).sorted() }

  /// Expects that the file at `path` is an index of its own with these messages, and that nothing is beside it.
  private func expectIndex(
    _ folder: TemporaryFolder, _ messages: [MessageRow], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(try names(folder) == ["copy.sqlite"], sourceLocation: sourceLocation)
    var status = stat()
    #expect(stat(folder("copy.sqlite"), &status) == 0, sourceLocation: sourceLocation)
    #expect(status.st_mode & 0o7777 == 0o600, sourceLocation: sourceLocation)
    let copy = try MailIndex.open(at: folder("copy.sqlite"), mode: .reading)
    var found: [MessageRow] = []
    try copy.forEachMessage { found.append($0) }
    #expect(found == messages, sourceLocation: sourceLocation)
    #expect(try copy.checkIntegrity(thoroughly: true).isEmpty, sourceLocation: sourceLocation)
    // A log would have to be made beside it, which a stranger's read-only drive does not allow.
    #expect(
      try SQLiteFile(folder("copy.sqlite")).text("PRAGMA journal_mode") == "delete",
      sourceLocation: sourceLocation)
    try copy.close()
    #expect(try names(folder) == ["copy.sqlite"], sourceLocation: sourceLocation)
  }

  @Test(arguments: [MailIndex.Journal.wal, .rollback])
  func `a copy of the index can be opened, and takes nothing beside it`(journal: MailIndex.Journal) throws {
    let sample = try Sample(journal: journal)
    try sample.record(0..<500)
    let folder = try TemporaryFolder()
    try sample.index.snapshot(to: folder("copy.sqlite"))
    try expectIndex(folder, try sample.messages())
    // The next one takes its place, whatever was left there.
    try sample.record(500..<510)
    for name in ["copy.sqlite", "copy.sqlite-wal", "copy.sqlite-journal"] {
      try folder.write(name, text: "rest")
    }
    try sample.index.snapshot(to: folder("copy.sqlite"))
    try expectIndex(folder, try sample.messages())
    #expect(try sample.messages().count == 510)
  }

  @Test func `an index that was opened for reading is copied too`() throws {
    let sample = try Sample()
    try sample.record(0..<20)
    let messages = try sample.messages()
    let folder = try TemporaryFolder()
    let beside = try MailIndex.open(at: sample.path, mode: .reading)
    try beside.snapshot(to: folder("copy.sqlite"))
    try expectIndex(folder, messages)
    try beside.close()
    try sample.index.close()
    let alone = try MailIndex.open(at: sample.path, mode: .reading)
    try alone.snapshot(to: folder("copy.sqlite"))
    try expectIndex(folder, messages)
  }

  @Test(.timeLimit(.minutes(1)))
  func `a copy made while the index changes is one moment of it, and keeps nobody waiting`() async throws {
    let sample = try Sample()
    try sample.record(0..<200)
    let folder = try TemporaryFolder()
    let changes = Task.detached {
      for batch in 1...60 { try sample.record(batch * 1000..<(batch * 1000 + 20)) }
    }
    for _ in 0..<8 {
      try sample.index.snapshot(to: folder("copy.sqlite"))
      let copy = try MailIndex.open(at: folder("copy.sqlite"), mode: .reading)
      // Batches are whole, and so are the sums that are changed along with them.
      let count = try copy.messageCount()
      #expect(count % 20 == 0 && count >= 200)
      #expect(try copy.totals(sample.account).messages == count)
      try copy.close()
    }
    try await changes.value
    #expect(try sample.index.messageCount() == 200 + 60 * 20)
  }

  @Test func `a copy that cannot be made says so of its own path, and leaves nothing`() throws {
    let sample = try Sample()
    try sample.record(0..<20)
    let folder = try TemporaryFolder()
    let path = folder("nowhere/copy.sqlite")
    do {
      try sample.index.snapshot(to: path)
      Issue.record("a copy in a folder that is not there")
    } catch {
      #expect(error.code == .cannotOpen)
      #expect(error.path == path)
    }
    #expect(try names(folder).isEmpty)
    try sample.record([99])
  }

  @Test func `a damaged index is not copied as if it were sound`() throws {
    let sample = try Sample()
    try sample.record(0..<200)
    try sample.index.close()
    let index = try MailIndex.open(at: sample.path, mode: .reading)
    let file = open(sample.path, O_WRONLY)
    #expect(pwrite(file, Array(repeating: 0x55 as UInt8, count: 100), 100, 0) == 100)
    close(file)
    let folder = try TemporaryFolder()
    #expect(try IndexFailure.code { try index.snapshot(to: folder("copy.sqlite")) } == .corrupt)
    #expect(try names(folder).isEmpty)
  }
}
