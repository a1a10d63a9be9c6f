import Glibc
import MailIndex
import TestFiles
import Testing

@Suite struct FileTests {
  @Test(arguments: [MailIndex.Journal.wal, .rollback])
  func `an index is kept from one opening to the next`(journal: MailIndex.Journal) throws {
    let sample = try Sample(journal: journal)
    let rows = try sample.record(0..<10)
    try sample.index.close()
    #expect(try folderNames(sample.folder.path) == ["index.sqlite"])
    let again = try MailIndex.open(at: sample.path, mode: .writing, journal: journal)
    #expect(try again.account(named: "home", create: false) == sample.account)
    #expect(try again.copies(sample.account, tag: tag(4)) == [rows[4]])
    #expect(try again.checkIntegrity().isEmpty)
  }

  @Test func `a first opening that is cut off anywhere in its log is made good by the next`() throws {
    let sample = try Sample()
    let file = try readFile(sample.path)
    let log = try readFile("\(sample.path)-wal")
    // A header of 32 octets, then frames of a page and 24 octets each.
    let frame = 4096 + 24
    try #require(log.count > 32 + 10 * frame)
    for end in [0] + Array(stride(from: 32, through: log.count, by: frame)) {
      let folder = try TemporaryFolder()
      let path = try folder.write("index.sqlite", file)
      try folder.write("index.sqlite-wal", log[..<end])
      #expect(try open(path, .writing) == nil, "cut after \(end) octets")
      #expect(try open(path, .reading) == nil, "cut after \(end) octets")
    }
  }

  @Test func `the journal can be changed between openings`() throws {
    let sample = try Sample(journal: .wal)
    try sample.record(0..<10)
    try sample.index.close()
    let rollback = try MailIndex.open(at: sample.path, mode: .writing, journal: .rollback)
    _ = try rollback.record([.sample(11)], for: sample.account, now: 1)
    #expect(try folderNames(sample.folder.path) == ["index.sqlite"])
    try rollback.close()
    let wal = try MailIndex.open(at: sample.path, mode: .writing, journal: .wal)
    #expect(try wal.copyCount(sample.account, states: [.stored]) == 11)
  }

  @Test func `only the owner may read the files of an index`() throws {
    let sample = try Sample()
    try sample.record([1])
    for name in try folderNames(sample.folder.path) {
      var status = stat()
      #expect(stat(sample.folder(name), &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600, "\(name)")
    }
  }

  @Test func `a reader sees each commit while the writer is at work, and changes nothing`() throws {
    let sample = try Sample()
    let reader = try MailIndex.open(at: sample.path, mode: .reading)
    for number in 1...20 {
      try sample.record([number])
      #expect(try reader.copies(sample.account, tag: tag(number)).count == 1)
      #expect(try sample.index.copies(sample.account, tag: tag(number)).count == 1)
    }
    #expect(try IndexFailure.code { _ = try reader.account(named: "new", create: true) } == .readOnly)
    #expect(try reader.account(named: "new", create: false) == nil)
  }

  @Test func `two writers take turns`() throws {
    let sample = try Sample()
    let other = try MailIndex.open(at: sample.path, mode: .writing)
    for number in 0..<20 {
      let index = number % 2 == 0 ? sample.index : other
      _ = try index.record([.sample(number)], for: sample.account, now: 1)
    }
    try sample.record([99])
    #expect(try sample.copies().count == 21)
  }

  @Test func `many threads use one index at once`() async throws {
    let sample = try Sample()
    let index = sample.index
    let account = sample.account
    try await withThrowingTaskGroup(of: Void.self) { group in
      for lane in 0..<4 {
        group.addTask {
          for number in lane * 25..<lane * 25 + 25 {
            let rows = try index.record([.sample(number)], for: account, now: 1)
            #expect(try index.copies(account, tag: tag(number)) == rows)
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try sample.copies().count == 100)
  }

  @Test(arguments: ["plain", "with blank, % and ü?#"])
  func `an index on a file system that lets no log be made can be read`(name: String) throws {
    let sample = try Sample()
    try sample.record(0..<5)
    try sample.index.close()
    let path = sample.folder(name)
    #expect(rename(sample.path, path) == 0)
    // A folder in the place of the shared-memory file: SQLite can make none, as on a read-only disk.
    #expect(mkdir("\(path)-shm", 0o700) == 0)
    let reader = try MailIndex.open(at: path, mode: .reading)
    #expect(try reader.copies(sample.account, tag: tag(3)).count == 1)
    try reader.close()
  }

  @Test func `no file, no folder, an empty file: each is told`() throws {
    let folder = try TemporaryFolder()
    #expect(try open(folder("none"), .reading) == .cannotOpen)
    #expect(try open(folder("none/index.sqlite"), .writing) == .cannotOpen)
    #expect(try open(folder.path, .writing) == .cannotOpen)
    let empty = try folder.write("empty", [])
    #expect(try open(empty, .reading) == .olderVersion)
    #expect(try open(empty, .writing) == nil)
  }

  @Test func `a file that is no index is refused, and left as it is`() throws {
    let folder = try TemporaryFolder()
    let text = try folder.write("text", text: String(repeating: "not a database ", count: 100))
    let before = try readFile(text)
    #expect(try open(text, .reading) == .corrupt)
    #expect(try open(text, .writing) == .corrupt)
    #expect(try readFile(text) == before)
  }

  @Test func `a damaged file is told as damaged, not as empty`() throws {
    let sample = try Sample()
    try sample.record(0..<500)
    try sample.index.close()
    var bytes = try readFile(sample.path)
    for offset in 32_768..<bytes.count { bytes[offset] = 0xA5 }
    try writeFile(sample.path, bytes)
    let code = try IndexFailure.code {
      let index = try MailIndex.open(at: sample.path, mode: .reading)
      try index.forEachMessage { _ in }
    }
    #expect(code == .corrupt)
  }

  @Test func `damage behind the tables' beginnings is found by the check`() throws {
    let sample = try Sample()
    try sample.record(0..<2_000)
    try sample.index.close()
    var bytes = try readFile(sample.path)
    for offset in (bytes.count / 2)..<bytes.count { bytes[offset] = 0xA5 }
    try writeFile(sample.path, bytes)
    let index = try MailIndex.open(at: sample.path, mode: .reading)
    #expect(try !index.checkIntegrity().isEmpty)
  }

  @Test(arguments: [MailIndex.Mode.writing, .reading])
  func `an index of a later version is refused`(mode: MailIndex.Mode) throws {
    let sample = try Sample()
    try sample.index.close()
    try replace("1: messages", with: "9: messages", in: sample.path)
    #expect(try open(sample.path, mode) == .newerVersion)
  }

  @Test(arguments: [MailIndex.Mode.writing, .reading])
  func `a database of another program is refused`(mode: MailIndex.Mode) throws {
    let sample = try Sample()
    try sample.index.close()
    // The application id stands at offset 68 of an SQLite file.
    var bytes = try readFile(sample.path)
    bytes.replaceSubrange(68..<72, with: [0, 0, 0, 0])
    try writeFile(sample.path, bytes)
    #expect(try open(sample.path, mode) == .foreign)
    #expect(try readFile(sample.path) == bytes)
  }

  @Test(arguments: IndexFailure.Code.allCases)
  func `each failure is one sentence without control characters`(code: IndexFailure.Code) {
    let failure = IndexFailure(code, path: "/mail/\u{1B}[31m", detail: "odd\r\n\u{7}")
    #expect(failure.description.hasSuffix("."))
    #expect(!failure.description.unicodeScalars.contains { $0.properties.generalCategory == .control })
  }

  private func open(_ path: String, _ mode: MailIndex.Mode) throws -> IndexFailure.Code? {
    try IndexFailure.code { try MailIndex.open(at: path, mode: mode).close() }
  }

  private func replace(_ text: String, with other: String, in path: String) throws {
    var bytes = try readFile(path)
    let wanted = Array(text.utf8)
    let at = try #require(bytes.indices.first { bytes[$0...].starts(with: wanted) })
    bytes.replaceSubrange(at..<at + wanted.count, with: Array(other.utf8))
    try writeFile(path, bytes)
  }
}
