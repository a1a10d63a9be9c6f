import Archive
import MailIndex
import Maildir
import Synchronization
import SystemPackage
import TestFiles
import Testing

/// One file that is not as it was, and what verify says of it.
@Suite struct DamageTests {
  private static func flipBit(in path: String, at offset: (Int) -> Int) throws {
    var bytes = try readFile(path)
    bytes[offset(bytes.count)] ^= 1
    try writeFile(path, bytes)
  }

  @Test(arguments: [0, 40, 150, -2, -1])
  func `a flipped bit is found wherever it is`(_ offset: Int) throws {
    let fixture = try ArchiveFixture()
    try fixture.sync((1...3).map { .numbered($0) } + [Offered("lone", "Subject: lone LF\n\nkept as it is\n")])
    for row in try fixture.rows() {
      let file = fixture.file(row)
      let whole = try readFile(file)
      try Self.flipBit(in: file) { offset < 0 ? $0 + offset : min(offset, $0 - 1) }
      #expect(try fixture.verify().findings == ["damaged new/\(row.message.base)"])
      try writeFile(file, whole)
      #expect(try fixture.verify().findings.isEmpty)
    }
  }

  @Test(arguments: [1, 65_535, 65_536, 65_537, 131_072, 1_000_000])
  func `files of any length are compared to their last octet`(_ length: Int) throws {
    let fixture = try ArchiveFixture()
    let line = "0123456789abcdef\r\n"
    let text = String(repeating: line, count: length / 17 + 1)
    // A line end may fall on the border of what is read at once.
    try fixture.sync([Offered("long", bytes: Array(text.utf8.suffix(length) + "\r\n".utf8))])
    #expect(try fixture.verify().findings.isEmpty)
    let row = try #require(try fixture.rows().first)
    try Self.flipBit(in: fixture.file(row)) { $0 - 1 }
    #expect(try fixture.verify().findings == ["damaged new/\(row.message.base)"])
  }

  @Test func `a file that grew or was cut is damaged`() throws {
    let fixture = try ArchiveFixture()
    try fixture.sync([.numbered(1), .numbered(2)])
    let rows = try fixture.rows()
    try writeFile(fixture.file(rows[0]), try readFile(fixture.file(rows[0])) + [10])
    try writeFile(fixture.file(rows[1]), [])
    #expect(try fixture.verify().findings == rows.map { "damaged new/\($0.message.base)" }.sorted())
  }

  @Test func `a file under another name is missed under its own`() throws {
    let fixture = try ArchiveFixture()
    try fixture.sync((1...3).map { .numbered($0) })
    let rows = try fixture.rows()
    let names = rows.map(\.message.base)
    let place = "\(fixture.path)/accounts/home/new"
    try FileMoves.move("\(place)/\(names[0])", to: "\(place)/letter")
    let name = try #require(MessageName(parsing: names[1]))
    let other = MessageName(
      arrival: name.arrival + 1, tag: name.tag, size: name.size, wireSize: name.wireSize)
    try FileMoves.move("\(place)/\(names[1])", to: "\(place)/\(other)")
    let longer = MessageName(
      arrival: name.arrival, tag: name.tag, size: name.size + 1, wireSize: name.wireSize)
    try FileMoves.move("\(place)/\(names[2])", to: "\(place)/\(longer)")
    #expect(
      try fixture.verify().findings
        == [
          "damaged new/\(longer)", "foreign new/letter", "missing \(names[0])", "missing \(names[1])",
          "missing \(names[2])", "unindexed new/\(other)",
        ].sorted())
  }

  @Test func `what a reader does to a file is no finding, not even while it is read`() throws {
    let fixture = try ArchiveFixture()
    try fixture.sync((1...8).map { .numbered($0) })
    let names = try fixture.rows().map(\.message.base)
    let home = "\(fixture.path)/accounts/home"
    try FileMoves.move("\(home)/new/\(names[0])", to: "\(home)/cur/\(names[0]):2,RS")
    let moved = Mutex<[String]>([])
    // Before any other file is opened for the first time, a reader has moved it.
    let calls = FileCalls { (call) throws(Errno) in
      guard call.operation == .open, call.name.hasPrefix("new/1") else { return }
      let isFirst = moved.withLock { moved in
        defer { moved.append(call.name) }
        return !moved.contains(call.name)
      }
      guard isFirst else { return }
      let base = call.name.dropFirst("new/".count)
      do { try FileMoves.move("\(home)/\(call.name)", to: "\(home)/cur/\(base):2,FST") } catch {
        throw .ioError
      }
    }
    let (summary, findings) = try fixture.verify(calls: calls)
    #expect(findings.isEmpty)
    #expect(summary.files == 8)
    #expect(moved.withLock { $0.count } == 7)
  }

  @Test func `of two files of one name each is compared`() throws {
    let fixture = try ArchiveFixture()
    try fixture.sync([.numbered(1), .numbered(2)], options: AccountOptions(partition: .year))
    let rows = try fixture.rows()
    let home = "\(fixture.path)/accounts/home"
    let names = rows.map(\.message.base)
    try writeFile("\(home)/cur/\(names[0]):2,S", try readFile("\(home)/.2023/new/\(names[0])"))
    try writeFile("\(home)/.2023/cur/\(names[1]):2,", Array("Subject: other\n".utf8))
    let (summary, findings) = try fixture.verify()
    #expect(
      findings.filter { !$0.hasPrefix("doubled") } == ["damaged .2023/cur/\(names[1]):2,"])
    #expect(findings.count { $0.hasPrefix("doubled") && $0.contains(names[0]) } == 1)
    #expect(findings.count { $0.hasPrefix("doubled") && $0.contains(names[1]) } == 1)
    #expect(summary.files == 4)
    #expect(try fixture.rows().map(\.state) == [.stored, .damaged])
  }

  @Test(arguments: [Errno.permissionDenied, .ioError])
  func `a file that cannot be read is told, and the rest is read`(_ error: Errno) throws {
    let fixture = try ArchiveFixture()
    try fixture.sync((1...5).map { .numbered($0) })
    let base = try fixture.rows()[2].message.base
    let calls = FileCalls { (call) throws(Errno) in
      if call.operation == .open, call.name.hasSuffix(base) { throw error }
    }
    let (summary, findings) = try fixture.verify(calls: calls)
    #expect(findings == ["unreadable new/\(base)"])
    #expect(summary.files == 4)
    #expect(summary.present == 5)
    #expect(summary.problems == 1)
    #expect(summary.unreadable == 1)
    // It may be as it was: nothing is noted of it.
    #expect(try fixture.rows().allSatisfy { $0.state == .stored })
  }

  @Test
  func `an error of the disk in the middle of a file is told, and the next file is read from its start`()
    throws
  {
    let fixture = try ArchiveFixture()
    let long = Offered("long", String(repeating: "many lines of text\r\n", count: 20_000))
    try fixture.sync([long] + (1...4).map { .numbered($0) })
    let reads = Mutex(0)
    let calls = FileCalls { (call) throws(Errno) in
      // Only the long file is read more than once from one descriptor at once; its third read fails.
      guard call.operation == .read else { return }
      if reads.withLock({ count in
        count += 1
        return count == 5
      }) {
        throw .ioError
      }
    }
    let summary = try Archive.verify(fixture.root, VerifyOptions(threads: 1), calls: calls) { _ in }
    #expect(summary.unreadable == 1)
    #expect(summary.files == 4)
    #expect(summary.problems == 1)
  }

  @Test func `a folder that cannot be listed is one finding, and the others are read`() throws {
    let fixture = try ArchiveFixture()
    try fixture.sync((1...3).map { .numbered($0) })
    try fixture.sync(
      (4...5).map { .numbered($0) }, options: AccountOptions(partition: .year))
    let calls = FileCalls { (call) throws(Errno) in
      guard call.operation == .open, call.name == "new" else { return }
      throw .permissionDenied
    }
    let (summary, findings) = try fixture.verify(calls: calls)
    #expect(findings == ["unreadable new"])
    #expect(summary.unreadable == 1)
    #expect(try fixture.rows().allSatisfy { $0.state == .stored })
  }
}
