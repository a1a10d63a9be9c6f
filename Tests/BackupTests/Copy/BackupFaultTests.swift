import Archive
import Backup
import MailIndex
import Maildir
import OpenSSL
import SystemPackage
import TestFiles
import Testing

/// Runs on a drive, every system call of which fails in turn.
@Suite struct BackupFaultTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let error: Errno
    let staysBroken: Bool
    let type: String
    let ordinal: Int

    var testDescription: String { "\(error), \(staysBroken ? "from then on" : "once"), \(type)" }

    static let all: [Row] = [Errno.noSpace, .ioError, .readOnlyFileSystem].flatMap { error in
      [("ext4", false), ("fuseblk", true)].map { (error, $0.0, $0.1) }
    }.enumerated().map { Row(error: $1.0, staysBroken: $1.2, type: $1.1, ordinal: $0) }
  }

  private static let before: [Offered] = [.numbered(1), .numbered(2)]
  private static let after: [Offered] = [.numbered(3, day: "1 Feb 2024"), .bare, .numbered(4, uid: "uid-1")]

  /// A drive with some mail, of which one is damaged there, and more mail to copy.
  private func prepared() throws -> DriveFixture {
    let fixture = try DriveFixture()
    try fixture.fetch(Self.before)
    try fixture.add("red")
    try fixture.backUp("red")
    try FileTree.flip("\(fixture.copy("red"))/home/2023/2023-11/20231123T100000Z-jje2z6fgxvzhokcj.eml")
    try fixture.verify("red")
    try fixture.fetch(Self.after)
    return fixture
  }

  @Test(arguments: Row.all)
  func
    `whichever system call on a drive fails: nothing counts that is not there whole, and the next run makes it right`(
      _ row: Row
    ) throws
  {
    let stride = MatrixExtent.stride(23)
    // Rows begin apart: together they come to every fourth call.
    var number = MatrixExtent.start(row: row.ordinal * 4, stride: stride)
    let template = try prepared()
    var isHit = true
    while isHit {
      let fixture = try DriveFixture(copying: template, drives: ["red"])
      let mail = try fixture.mail()
      let log = CallLog(failsAt: number, staysBroken: row.staysBroken, error: row.error)
      do {
        try fixture.backUp("red", BackupOptions(threads: 1), type: row.type, calls: log.calls())
      } catch let failure as DriveFailure {
        #expect(failure.description.contains("red"), "\(row.testDescription), call \(number)")
      } catch is DriveFixture.NotFound {
        // It looked as if no drive were there.
      }
      try fixture.expectCountedAreWhole("\(row.testDescription), call \(number)")
      #expect(try fixture.mail() == mail)
      try fixture.backUp("red", type: row.type)
      try fixture.expectWhole(Self.before + Self.after, "\(row.testDescription), call \(number)")
      isHit = log.wasHit
      number += stride
    }
    #expect(number > 100)
  }

  @Test func `an interrupted call is made again, whichever it is`() throws {
    let fixture = try prepared()
    let log = CallLog()
    let calls = FileCalls(watch: { (call) throws(Errno) in if log.note(call) % 3 == 1 { throw .interrupted } }
    )
    #expect(try fixture.backUp("red", calls: calls).warnings.isEmpty)
    try fixture.expectWhole(Self.before + Self.after, "interrupted")
  }
}

extension DriveFixture {
  /// What the index says is on the drive is there, as it was fetched, and listed.
  fileprivate func expectCountedAreWhole(_ comment: Comment) throws {
    let copy = try CopyOnDrive(copy("red"))
    let there = Set(
      try copy.messages.filter { path, bytes in
        let parts = path.split(separator: "/")
        return try copy.manifest(parts.dropLast().joined(separator: "/"))[String(parts[parts.count - 1])]
          == Hash.sha256(bytes).hex
      }.map { Hash.sha256($0.value).hex })
    for (row, count) in zip(try rows(), try copyCounts()) where count > 0 {
      #expect(there.contains(row.message.contentHash.hex), comment)
    }
  }

  fileprivate func expectWhole(_ mailbox: [Offered], _ comment: Comment) throws {
    let copy = try CopyOnDrive(copy("red"))
    #expect(copy.messages.values.map { Hash.sha256($0).hex }.sorted() == mailbox.map(\.hex).sorted(), comment)
    for folder in ["", "/home/2023/2023-11", "/home/2024/2024-01", "/home/2024/2024-02"] {
      let listed = try copy.manifest(folder.isEmpty ? "." : String(folder.dropFirst()))
      let names = try folderNames(copy.path + folder).filter { $0.hasSuffix(".eml") }
      #expect(folder.isEmpty || listed.keys.sorted() == names, comment)
      for (name, hash) in listed {
        #expect(try Hash.sha256(readFile("\(copy.path)\(folder)/\(name)")).hex == hash, comment)
      }
    }
    #expect(try copyCounts() == mailbox.map { _ in 1 }, comment)
    #expect(try lack(of: "red") == DriveLack(), comment)
  }
}
