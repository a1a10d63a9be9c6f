import Maildir
import Synchronization
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
    // Where `syncfs` does not reach the disk it is no way at all.
    let kept = [1, 15, 16, 1_000].map {
      FlushMethod(files: $0, octets: 0, threshold: 16, unwritten: 0, flushesAtOnce: false)
    }
    #expect(kept == [.oneByOne, .oneByOne, .together, .together])
  }

  @Test func `where a program keeps the files each one is flushed, and nothing counts on syncfs`() throws {
    let log = CallLog()
    let traits = FileSystemTraits(takesColon: true, naming: .exclusiveRename, flushesAtOnce: false)
    #expect(!traits.isFull)
    let mail = try MaildirFixture(traits: traits, calls: log.calls(unwritten: 0))
    let placements = try (0..<40).map { try mail.placement("text \($0)\r\n", tag: MaildirFixture.tag($0)) }
    let before = log.all.count
    let delivered = try mail.maildir.deliver(placements)
    let calls = log.all[before...]
    let firstName = try #require(calls.firstIndex { $0.operation == .rename })
    #expect(calls[..<firstName].count { $0.operation == .flush } == 40)
    #expect(calls.last { $0.operation == .flush || $0.operation == .rename }?.operation == .flush)
    log.forget()
    try mail.maildir.flush(delivered[0].file)
    #expect(log.all.count { $0.operation == .flush } == 2)
    #expect(!(calls + log.all).contains { $0.operation == .flushFileSystem })
  }

  @Test func `a folder that cannot be flushed by itself is flushed with all the file system has`() throws {
    let folder = try TemporaryFolder()
    let flushed = Mutex(0)
    for code in [Errno.invalidArgument, .noFunction, .notSupported, .ioError, .noSpace] {
      let calls = FileCalls { (call) throws(Errno) in
        if call.operation == .flush { throw code }
        if call.operation == .flushFileSystem { flushed.withLock { $0 += 1 } }
      }
      let open = try OpenFolder(FilePath(folder.path), calls: calls)
      if [.ioError, .noSpace].contains(code) {
        #expect(throws: FileFailure.self) { try open.flush() }
      } else {
        try open.flush()
      }
    }
    #expect(flushed.withLock { $0 } == 3)
    // A file has no such way out: what was written to it is not known to be on the disk.
    let calls = FileCalls { (call) throws(Errno) in
      if call.operation == .flush { throw .invalidArgument }
    }
    let file = try OpenFolder(FilePath(folder.path), calls: calls).create("file")
    #expect(throws: FileFailure.self) { try file.flush() }
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
