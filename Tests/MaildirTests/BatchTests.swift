import Maildir
import SystemPackage
import TestFiles
import Testing

@Suite struct BatchTests {
  @Test(arguments: [1, 3, 16, 20])
  func `data is flushed before names, names before the folder`(_ count: Int) throws {
    let log = CallLog()
    let mail = try MaildirFixture(calls: log.calls)
    let batch = try (0..<count).map { try mail.placement("message \($0)\r\n", tag: MaildirFixture.tag($0)) }
    log.forget()
    let delivered = try mail.maildir.deliver(batch)
    #expect(delivered.map(\.file.base) == batch.map(\.name.text))
    let order = log.all.map(\.operation).filter { [.flush, .flushFileSystem, .rename].contains($0) }
    let data: [FileOperation] = count < 16 ? Array(repeating: .flush, count: count) : [.flushFileSystem]
    #expect(order == data + Array(repeating: .rename, count: count) + [.flush])
    // The last flush is of the folder that the names are in.
    let last = try #require(log.all.last { $0.operation == .flush })
    let rename = try #require(log.all.last { $0.operation == .rename })
    #expect(last.descriptor == rename.descriptor)
  }

  @Test func `a message is in new without flags, or in cur as read, with its arrival as its time`() throws {
    let mail = try MaildirFixture()
    let delivered = try mail.maildir.deliver([
      mail.placement("one\r\n", tag: MaildirFixture.tag(1)),
      mail.placement("two\r\n", tag: MaildirFixture.tag(2), isRead: true),
    ])
    #expect(try mail.names("new") == [delivered[0].name.text])
    #expect(try mail.names("cur") == ["\(delivered[1].name.text):2,S"])
    let status = try #require(try mail.maildir.status(of: delivered[1].file))
    #expect(status.modified == 1_763_901_234)
    #expect(status.size == 4)
  }

  @Test func `without colons in names, a semicolon stands before the flags`() throws {
    let mail = try MaildirFixture(traits: FileSystemTraits(takesColon: false, naming: .checkedRename))
    let delivered = try mail.maildir.deliver([mail.placement("one\r\n", isRead: true)])
    #expect(try mail.names("cur") == ["\(delivered[0].name.text);2,S"])
    #expect(try mail.files() == delivered.map(\.file))
    var locator = FileLocator(mail.maildir)
    #expect(try locator.locate(delivered[0].name.text, in: ".") == delivered[0].file)
  }

  @Test(arguments: [FileSystemTraits.Naming.exclusiveRename, .link, .checkedRename])
  func `a name is never taken twice, and the same message is kept once`(
    _ naming: FileSystemTraits.Naming
  ) throws {
    let mail = try MaildirFixture(traits: FileSystemTraits(takesColon: true, naming: naming))
    let first = try mail.maildir.deliver([mail.placement("one\r\n"), mail.placement("two\r\n")])
    let again = try mail.maildir.deliver([mail.placement("two\r\n"), mail.placement("six\r\n")])
    #expect(first.map(\.wasThere) == [false, false])
    #expect(again.map(\.wasThere) == [true, false])
    #expect((first + again).map(\.name.counter) == [0, 2, 2, 3])
    #expect(
      try (first + again).map { String(decoding: try mail.read($0.file), as: UTF8.self) }
        == ["one\r\n", "two\r\n", "two\r\n", "six\r\n"])
    #expect(try mail.files().count == 3)
    #expect(try mail.names("tmp").isEmpty)
  }

  @Test func `a partition is a Maildir++ folder, made when it is needed`() throws {
    let mail = try MaildirFixture()
    let delivered = try mail.maildir.deliver([
      mail.placement("one\r\n", tag: MaildirFixture.tag(1), in: ".2026"),
      mail.placement("two\r\n", tag: MaildirFixture.tag(2), in: ".2025.11"),
      mail.placement("three\r\n", tag: MaildirFixture.tag(3), in: ".2026", isRead: true),
      mail.placement("four\r\n", tag: MaildirFixture.tag(4)),
    ])
    #expect(try mail.maildir.folders() == [".", ".2025.11", ".2026"])
    #expect(try folderNames("\(mail.path)/.2026") == ["cur", "maildirfolder", "new", "tmp"])
    #expect(try Set(mail.files()) == Set(delivered.map(\.file)))
    #expect(try mail.read(delivered[1].file) == Array("two\r\n".utf8))
  }

  @Test(arguments: [2, 5], [false, true])
  func `whichever system call fails, no message is half delivered`(_ count: Int, _ staysBroken: Bool) throws {
    var number = 1
    while true {
      let log = CallLog(
        failsAt: number, staysBroken: staysBroken, error: number % 2 == 0 ? .noSpace : .ioError)
      let mail = try MaildirFixture()
      let texts = (0..<count).map { "message \($0)\r\n" + String(repeating: "x", count: 100) }
      do {
        let failing = try Maildir(opening: FilePath(mail.path), calls: log.calls)
        let placements = try texts.enumerated().map { index, text in
          var delivery = try failing.begin()
          try delivery.append(Array(text.utf8).span.bytes)
          let written = try delivery.finish(arrival: 1_763_901_234)
          return Placement(
            written, as: written.name(try #require(MaildirFixture.tag(index))),
            in: index % 2 == 0 ? "." : ".2026")
        }
        #expect(try failing.deliver(placements, flushThreshold: 4).count == count)
        // What may fail unnoticed is a close after a flush, or the removal of a name that is gone.
        #expect(try mail.files().count == count)
      } catch let failure as FileFailure {
        #expect(failure.errno == (number % 2 == 0 ? .noSpace : .ioError))
      }
      for file in try mail.files() {
        let text = String(decoding: try mail.read(file), as: UTF8.self)
        #expect(texts.contains(text))
      }
      try mail.maildir.removeStaleTemporaries()
      #expect(try mail.names("tmp").isEmpty)
      if !log.wasHit { break }
      number += 1
    }
    #expect(number > count * 4)
  }

  @Test func `a flush that fails delivers nothing, and says which file`() throws {
    let log = CallLog(failsAt: 10, error: .ioError)
    let mail = try MaildirFixture(calls: log.calls)
    let placement = try mail.placement("one\r\n")
    while log.all.count < 8 { _ = try mail.maildir.folders() }
    #expect {
      while true { _ = try mail.maildir.deliver([placement]) }
    } throws: { error in
      (error as? FileFailure)?.description.hasSuffix(": Input/output error") == true
    }
  }
}
