import Maildir
import SystemPackage
import TestFiles
import Testing

/// By which way the data of a batch reaches the disk.
@Suite struct FlushTests {
  @Test func `few files are flushed one by one, many by the file system, unless others have much to write`() {
    func method(_ files: Int, octets: Int64 = 0, unwritten: Int64?) -> FlushMethod {
      FlushMethod(files: files, octets: octets, threshold: 16, unwritten: unwritten)
    }
    #expect(method(15, unwritten: 0) == .oneByOne && method(15, unwritten: 1 << 40) == .oneByOne)
    #expect(method(16, unwritten: nil) == .fileSystem && method(1_000, unwritten: 1 << 20) == .fileSystem)
    #expect(method(1_000, unwritten: 1 << 30) == .together)
    // What is one's own is to be written in any case.
    #expect(method(1_000, octets: 900 << 20, unwritten: 1 << 30) == .fileSystem)
  }

  @Test func `where others have much to write each file is flushed, several at a time`() throws {
    let log = CallLog()
    let mail = try MaildirFixture(calls: log.calls(unwritten: 1 << 40))
    let placements = try (0..<40).map { try mail.placement("text \($0)\r\n", tag: MaildirFixture.tag($0)) }
    let before = log.all.count
    #expect(try mail.maildir.deliver(placements).count == 40)
    let calls = log.all[before...]
    let firstName = try #require(calls.firstIndex { $0.operation == .rename })
    #expect(calls[..<firstName].count { $0.operation == .flush } == 40)
    #expect(!calls.contains { $0.operation == .flushFileSystem })
    #expect(try mail.files().count == 40)
  }

  @Test func `a flush that fails among several delivers nothing`() throws {
    let calls = FileCalls(
      watch: { (call) throws(Errno) in
        if call.operation == .flush { throw .ioError }
      }, unwritten: { 1 << 40 })
    let mail = try MaildirFixture()
    let failing = try Maildir(opening: FilePath(mail.path), calls: calls)
    let placements = try (0..<40).map { index in
      var delivery = try failing.begin()
      try delivery.append(Array("text \(index)\r\n".utf8).span.bytes)
      let written = try delivery.finish(arrival: 1_763_901_234)
      return Placement(written, as: written.name(try #require(MaildirFixture.tag(index))))
    }
    #expect(throws: FileFailure.self) { try failing.deliver(placements) }
    #expect(try mail.files().isEmpty)
  }
}
