import Archive
import Glibc
import MailIndex
import Reading
import SystemPackage
import TestFiles
import Testing

@Suite struct ExportTests {
  private func export(_ test: TestArchive, account: String? = nil) throws -> ExportSummary {
    try Export.files(
      of: test.archive, ExportSelection(account: account), to: FilePath(test.beside("out/mail")))
  }

  @Test func `each message is a file in wire form below its account`() throws {
    let test = try TestArchive()
    let wires = [message("one", at: "14:15:00"), message("two", at: "14:16:00")]
    try test.store(wires)
    try test.store([message("three")], account: "work", now: 1_795_443_400)
    let summary = try export(test)
    #expect(summary.written == 3)
    #expect(summary.octets == Int64(wires.joined().count + message("three").count))
    let folder = test.beside("out/mail/home")
    let names = try folderNames(folder)
    #expect(names.map { String($0.prefix(17)) } == ["20261123T141500Z-", "20261123T141600Z-"])
    #expect(names.allSatisfy { $0.count == 37 && $0.hasSuffix(".eml") })
    #expect(try names.map { try readFile("\(folder)/\($0)") } == wires)
    #expect(try folderNames(test.beside("out/mail/work")).count == 1)
  }

  @Test func `only the account that was asked for is exported`() throws {
    let test = try TestArchive()
    try test.store([message("one")])
    try test.store([message("two")], account: "work", now: 1_795_443_400)
    #expect(try export(test, account: "work").written == 1)
    #expect(try folderNames(test.beside("out/mail")) == ["work"])
  }

  @Test func `what a query finds is exported, and no folder is made of an account in which it finds nothing`()
    throws
  {
    let test = try TestArchive()
    try test.store([message("one"), message("two"), message("two and one")])
    try test.store([message("three")], account: "work", now: 1_795_443_400)
    _ = try test.archive.readForSearch { _ in true }
    let query = SearchQuery.words(WordMatch(.subject, ["one"]))
    let files = try Export.files(
      of: test.archive, ExportSelection(query: query), to: FilePath(test.beside("out")))
    #expect(files.written == 2)
    #expect(try folderNames(test.beside("out")) == ["home"])
    let maildirs = try Export.maildirs(
      of: test.archive, ExportSelection(account: "work", query: .not(query)),
      to: FilePath(test.beside("maildirs")))
    #expect(maildirs.written == 1)
    let mbox = try Export.mbox(
      of: test.archive, ExportSelection(account: "home", query: .not(query)),
      to: FilePath(test.beside("mbox")))
    #expect(mbox.written == 1)
    #expect(String(decoding: try readFile(test.beside("mbox")), as: UTF8.self).contains("Subject: two\n"))
  }

  @Test func `a second export skips what is there`() throws {
    let test = try TestArchive()
    try test.store([message("one"), message("two")])
    _ = try export(test)
    let second = try export(test)
    #expect(second.written == 0)
    #expect(second.skipped == 2)
    #expect(try folderNames(test.beside("out/mail/home")).count == 2)
  }

  @Test(arguments: ["", "other", "longer"])
  func `a file with other content is left alone and the message gets a counter`(kind: String) throws {
    let test = try TestArchive()
    let wire = message("one")
    try test.store([wire])
    _ = try export(test)
    let folder = test.beside("out/mail/home")
    let name = try #require(try folderNames(folder).first)
    let foreign =
      kind == "other" ? [UInt8](repeating: 7, count: wire.count) : kind == "longer" ? wire + [7] : []
    try writeFile("\(folder)/\(name)", foreign)
    for written in [1, 0] {
      let summary = try export(test)
      #expect(summary.written == written)
      #expect(summary.skipped == 1 - written)
    }
    #expect(try folderNames(folder) == ["\(name.dropLast(4))-2.eml", name])
    #expect(try readFile("\(folder)/\(name)") == foreign)
    #expect(try readFile("\(folder)/\(name.dropLast(4))-2.eml") == wire)
  }

  @Test func `a damaged message is named and not exported, the others are`() throws {
    let test = try TestArchive()
    try test.store([message("one", at: "14:15:00"), message("two", at: "14:16:00")])
    let file = try #require(try test.files().first)
    var bytes = try readFile(file)
    bytes[bytes.count - 2] ^= 1
    try writeFile(file, bytes)
    let summary = try export(test)
    #expect(summary.written == 1)
    #expect(summary.damaged.count == 1)
    #expect(summary.damaged.allSatisfy { file.hasSuffix(String($0.dropFirst("home/".count))) })
    #expect(try folderNames(test.beside("out/mail/home")).count == 1)
    let mbox = try Export.mbox(of: test.archive, to: FilePath(test.beside("mbox")))
    #expect(mbox.written == 1)
    #expect(mbox.damaged == summary.damaged)
    let text = String(decoding: try readFile(test.beside("mbox")), as: UTF8.self)
    #expect(text.split(separator: "\n").count { $0.hasPrefix("From ") } == 1)
  }

  @Test func `a missing file is named as missing, and a damaged one is not`() throws {
    let test = try TestArchive()
    try test.store([message("one", at: "14:15:00"), message("two", at: "14:16:00")])
    let files = try test.files()
    #expect(unlink(try #require(files.first)) == 0)
    try writeFile(try #require(files.last), Array("other".utf8))
    for summary in [
      try export(test), try Export.mbox(of: test.archive, to: FilePath(test.beside("mbox"))),
      try Export.maildirs(of: test.archive, to: FilePath(test.beside("maildirs"))),
    ] {
      #expect(summary.written == 0 && summary.damaged.count == 2)
      #expect(summary.missing.count == 1 && Set(summary.missing).isSubset(of: summary.damaged))
      #expect(summary.missing.allSatisfy { files[0].hasSuffix(String($0.dropFirst("home/".count))) })
    }
  }

  @Test func `what a cut export left is replaced`() throws {
    let test = try TestArchive()
    try test.store([message("one")])
    _ = try export(test)
    let folder = test.beside("out/mail/home")
    let name = try #require(try folderNames(folder).first)
    #expect(unlink("\(folder)/\(name)") == 0)
    try writeFile("\(folder)/.\(name).part", Array("half".utf8))
    #expect(try export(test).written == 1)
    #expect(try folderNames(folder) == [name])
  }

  @Test func `more messages than a batch are all exported`() throws {
    let test = try TestArchive()
    try test.store((0..<150).map { message("message \($0)") })
    #expect(try export(test).written == 150)
    #expect(try folderNames(test.beside("out/mail/home")).count == 150)
  }

  @Test func `a folder that cannot be made is one sentence`() throws {
    let test = try TestArchive()
    try test.store([message("one")])
    try writeFile(test.beside("out"), [])
    let failure = try #require(throws: ExportFailure.self) { try export(test) }
    #expect(failure.description.hasPrefix("Cannot create "))
    #expect(!failure.hint.isEmpty)
  }

  @Test func `messages of the corpus come back octet for octet`() throws {
    let messages = try Corpus.messages()
    #expect(!messages.isEmpty || !Corpus.isRequired, "the corpus is missing")
    let wires = try messages.enumerated()
      .filter { $0.element.lineEnds != "lf" || $0.offset.isMultiple(of: 25) }
      .map { try $0.element.wire() }.filter { $0.count < 100_000 }
    let test = try TestArchive()
    try test.store(wires)
    let summary = try export(test)
    #expect(summary.written + summary.skipped == wires.count)
    #expect(summary.damaged.isEmpty)
    let folder = test.beside("out/mail/home")
    if wires.isEmpty { return }
    #expect(try Set(folderNames(folder).map { try readFile("\(folder)/\($0)") }) == Set(wires))
  }
}
