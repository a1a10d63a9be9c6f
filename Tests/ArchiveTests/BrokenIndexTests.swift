import Archive
import MailIndex
import Maildir
import SystemPackage
import TestFiles
import Testing

/// An index that is broken, and what verify tells without it.
@Suite struct BrokenIndexTests {
  private let fixture: ArchiveFixture
  private var index: String { fixture.folder("archive/index.sqlite") }

  init() throws {
    fixture = try ArchiveFixture()
    try fixture.sync((1...60).map { .numbered($0) })
  }

  /// All files are read, the index is told to be broken, and a damaged file is found by its size.
  private func expectIndexFinding(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = "\(fixture.path)/accounts/home/new/\(try #require(try fixture.names("new").first))"
    let whole = try readFile(file)
    let (summary, findings) = try fixture.verify()
    #expect(summary.files == 60, sourceLocation: sourceLocation)
    #expect(!summary.isWell, sourceLocation: sourceLocation)
    #expect(findings.contains { $0.hasPrefix("index ") }, sourceLocation: sourceLocation)
    #expect(!findings.contains { $0.hasPrefix("unindexed") }, sourceLocation: sourceLocation)
    try writeFile(file, Array(whole.dropLast()))
    let again = try fixture.verify()
    #expect(again.findings.contains { $0.hasPrefix("damaged") }, sourceLocation: sourceLocation)
    try writeFile(file, whole)
  }

  @Test func `each page of the index broken is told, and the files are read all the same`() throws {
    let whole = try readFile(index)
    let size = 4096
    try #require(whole.count % size == 0 && whole.count > 10 * size)
    for page in 0..<(whole.count / size) {
      var bytes = whole
      bytes.replaceSubrange(page * size..<(page + 1) * size, with: repeatElement(0xA5, count: size))
      try writeFile(index, bytes)
      try expectIndexFinding()
    }
    try writeFile(index, whole)
    #expect(try fixture.verify().findings.isEmpty)
  }

  @Test func `whatever octet of the index is wrong, verify ends, and has read all files`() throws {
    let whole = try readFile(index)
    for offset in stride(from: 17, to: whole.count, by: 977) {
      var bytes = whole
      bytes[offset] ^= 0x41
      try writeFile(index, bytes)
      // What it says depends on what the octet meant; another version of the format is refused.
      do {
        #expect(try fixture.verify().summary.files == 60)
      } catch let failure as ArchiveFailure {
        #expect("\(failure)".contains("index"))
      }
    }
  }

  @Test func `an index that is cut, empty or no database is told, and so is none`() throws {
    let whole = try readFile(index)
    for bytes in [
      Array(whole.prefix(4096)), Array(whole.dropLast(3000)), Array(repeating: 0x41, count: 9000),
    ] {
      try writeFile(index, bytes)
      try expectIndexFinding()
    }
    try FileMoves.remove(index)
    try expectIndexFinding()
    #expect(try Archive.reindex(fixture.root, now: ArchiveFixture.now).messages == 60)
    #expect(try fixture.verify().findings.isEmpty)
  }
}
