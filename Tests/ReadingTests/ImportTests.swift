import Archive
import Glibc
import MailIndex
import OpenSSL
import Reading
import SystemPackage
import TestFiles
import Testing

@Suite struct ImportTests {
  private let test: TestArchive

  init() throws { test = try TestArchive() }

  private func run(
    _ paths: String..., account: String = "home", options: Import.Options = Import.Options(),
    isStopped: @escaping () -> Bool = { false }
  ) throws -> ImportSummary {
    let account = try test.archive.account(account, now: 1_795_443_300)
    return try Import(into: ImportTarget(account, now: { 1_795_443_300 }), options, isStopped: isStopped)
      .run(paths.map { FilePath(test.beside($0)) })
  }

  private func folder(_ names: String...) throws {
    for name in names { #expect(mkdir(test.beside(name), 0o700) == 0) }
  }

  private func text(_ number: Int) -> [UInt8] { Array("Subject: \(number)\n\ntext \(number)\n".utf8) }

  /// The wire form of everything that an export gives.
  private func exported(_ account: String = "home") throws -> Set<[UInt8]> {
    let out = test.beside("out-\(account)")
    _ = try Export.files(of: test.archive, ExportSelection(account: account), to: FilePath(out))
    return Set(try folderNames("\(out)/\(account)").map { try readFile("\(out)/\(account)/\($0)") })
  }

  @Test func `a Maildir comes with its folders and flags`() throws {
    try folder(
      "box", "box/new", "box/cur", "box/tmp", "box/.Sent", "box/.Sent/cur", "box/.Sent/new", "box/.Sent/tmp")
    try folder("box/.index", "box/more", "box/more/cur", "box/more/new")
    try writeFile(test.beside("box/new/1.a"), text(1))
    try writeFile(test.beside("box/cur/2.b:2,FST"), text(2))
    try writeFile(test.beside("box/cur/3.c"), text(3))
    try writeFile(test.beside("box/.Sent/cur/4.d:2,S"), text(4))
    try writeFile(test.beside("box/more/cur/5.e:2,RS"), text(5))
    try writeFile(test.beside("box/tmp/6.f"), text(6))
    try writeFile(test.beside("box/.index/7.eml"), text(7))
    try writeFile(test.beside("box/dovecot.index"), text(8))
    let summary = try run("box")
    #expect(summary.imported == 5 && summary.known == 0 && summary.unreadableCount == 0)
    #expect(try exported() == Set((1...5).map { LineEnds.crlf(text($0)) }))
    let cur = try folderNames(test.beside("archive/accounts/home/cur")).compactMap {
      $0.split(separator: ",").last
    }
    #expect(cur.sorted() == ["FS", "RS", "S", "2"].sorted() || cur.count == 4)
    #expect(try folderNames(test.beside("archive/accounts/home/new")).count == 1)
    #expect(try run("box").imported == 0)
    #expect(try run("box").known == 5)
  }

  @Test func `a tree of messages and mboxes is taken apart by what is in the files`() throws {
    try folder("tree", "tree/2019", "tree/.hidden")
    let line = "From alice@example.org Mon Nov 23 14:15:00 2026\n"
    try writeFile(test.beside("tree/one.eml"), text(1))
    try writeFile(test.beside("tree/2019/17"), text(2))
    try writeFile(
      test.beside("tree/2019/Inbox"), Array(line.utf8) + text(3) + [10] + Array(line.utf8) + text(4))
    try writeFile(test.beside("tree/from.eml"), Array(line.utf8) + text(5))
    try writeFile(test.beside("tree/Inbox.msf"), Array("// <!-- <mdb:mork\n".utf8))
    try writeFile(test.beside("tree/empty"), [])
    try writeFile(test.beside("tree/.hidden/6.eml"), text(6))
    #expect(symlink(test.beside("tree/one.eml"), test.beside("tree/link.eml")) == 0)
    let summary = try run("tree")
    #expect(summary.imported == 5 && summary.ignored == 3 && summary.unreadableCount == 0)
    #expect(
      try exported()
        == Set((1...4).map { LineEnds.crlf(text($0)) } + [LineEnds.crlf(Array(line.utf8) + text(5))]))
  }

  @Test func `line ends: LF stands for CRLF, and a file that has a CR is taken as it is`() throws {
    try folder("tree")
    let mixed = Array("Subject: m\r\n\r\none\ntwo\r\n".utf8)
    let lone = Array("Subject: l\n\none\rtwo\n".utf8)
    let line = Array("From alice@example.org Mon Nov 23 14:15:00 2026\n".utf8)
    try writeFile(test.beside("tree/a.eml"), mixed)
    try writeFile(test.beside("tree/b.eml"), lone)
    try writeFile(test.beside("tree/mbox"), line + mixed + [13, 10] + line + lone)
    let summary = try run("tree")
    #expect(summary.imported == 3 && summary.known == 1)
    #expect(try exported() == [mixed, lone, LineEnds.crlf(lone)])
  }

  @Test(.enabled(if: Corpus.folder != nil || Corpus.isRequired))
  func `every message of the corpus goes in and comes out as it came over the wire, by each way`() throws {
    let messages = try Corpus.messages()
    #expect(messages.count >= 1_100)
    let expected = Set(try messages.map { Hash.sha256(try $0.wire()).hex })
    let account = try test.archive.account("home", now: 1_795_443_300)
    let target = ImportTarget(account, now: { 1_795_443_300 })
    let summary = try Import(into: target).run(messages.map { FilePath($0.path) })
    #expect(summary.imported == expected.count && summary.imported + summary.known == messages.count)
    #expect(try hashes("home") == expected)
    let files = try Export.files(of: test.archive, to: FilePath(test.beside("files")))
    #expect(files.written == expected.count && files.damaged.isEmpty)
    let maildirs = try Export.maildirs(of: test.archive, to: FilePath(test.beside("maildirs")))
    #expect(maildirs.written == expected.count && maildirs.skipped == 0 && maildirs.damaged.isEmpty)
    #expect(
      try Export.maildirs(of: test.archive, to: FilePath(test.beside("maildirs"))).skipped == expected.count)
    for (source, name) in [("maildirs/home", "second"), ("files", "third")] {
      #expect(try run(source, account: name).imported == expected.count)
      #expect(try hashes(name) == expected)
    }
  }

  /// The hashes of what an account has. An export writes nothing whose octets have another.
  private func hashes(_ account: String) throws -> Set<String> {
    let id = try #require(try test.archive.index.account(named: account, create: false))
    var hashes: Set<String> = []
    try test.archive.index.forEachMessage(id) { hashes.insert($0.message.contentHash.hex) }
    return hashes
  }

  @Test func `what an export to a Maildir wrote keeps names and flags, also where a reader has moved it`()
    throws
  {
    try test.store([message("one"), message("two")])
    let name = try #require(try test.files().first)
    let base = try #require(name.split(separator: "/").last)
    try moveFile(name, to: test.beside("archive/accounts/home/cur/\(base):2,FS"))
    let to = FilePath(test.beside("maildirs"))
    #expect(try Export.maildirs(of: test.archive, to: to).written == 2)
    #expect(try folderNames(test.beside("maildirs/home/cur")) == ["\(base):2,FS"])
    let other = try #require(try folderNames(test.beside("maildirs/home/new")).first)
    try moveFile(test.beside("maildirs/home/new/\(other)"), to: test.beside("maildirs/home/cur/\(other):2,R"))
    let second = try Export.maildirs(of: test.archive, to: to)
    #expect(second.written == 0 && second.skipped == 2)
    #expect(try folderNames(test.beside("maildirs/home/cur")).count == 2)
  }

  @Test func `an import that is ended early has what it has counted, and the next one the rest`() throws {
    try folder("tree")
    for number in 1...9 { try writeFile(test.beside("tree/\(number).eml"), text(number)) }
    var looks = 0
    let first = try run(
      "tree",
      isStopped: {
        looks += 1
        return looks > 4
      })
    #expect(first.isCut && first.imported == 4)
    let second = try run("tree")
    #expect(!second.isCut && second.imported == 5 && second.known == 4)
  }

  @Test func `a dry run tells the same and changes nothing`() throws {
    try folder("tree")
    for number in 1...3 { try writeFile(test.beside("tree/\(number).eml"), text(number)) }
    try writeFile(test.beside("tree/again.eml"), text(1))
    #expect(try run("tree/1.eml").imported == 1)
    let trial = ImportTarget(trial: try ImportTrial(test.archive, account: "home"))
    let summary = try Import(into: trial).run([FilePath(test.beside("tree"))])
    #expect(summary.imported == 2 && summary.known == 2)
    #expect(try exported().count == 1)
    let other = ImportTarget(trial: try ImportTrial(test.archive, account: "new"))
    #expect(try Import(into: other).run([FilePath(test.beside("tree"))]).imported == 3)
    #expect(try test.archive.accountNames() == ["home"])
  }

  @Test func `what was named and is no mail is said before anything is changed`() throws {
    try writeFile(test.beside("mail.eml"), text(1))
    try writeFile(test.beside("notes"), Array("some notes\n".utf8))
    #expect(throws: ImportFailure.self) { try run("mail.eml", "notes") }
    #expect(throws: ImportFailure.self) { try run("mail.eml", "nowhere") }
    try writeFile(test.beside(".fetchids"), Array("alice@a.example 1\nalice@b.example 2\n".utf8))
    let failure = #expect(throws: ImportFailure.self) { try run(".fetchids") }
    #expect(failure?.code == .otherMailbox(["alice@a.example", "alice@b.example"]))
    #expect(try exported().isEmpty)
    let chosen = try run(".fetchids", options: Import.Options(isMailbox: { $0.name == "alice@b.example" }))
    #expect(chosen.seen == 1 && chosen.seenNew == 1)
  }

  @Test func `what is neither a file nor a folder is told for what it is, and not opened`() throws {
    #expect(mkfifo(test.beside("pipe"), 0o600) == 0)
    #expect(symlink("pipe", test.beside("link")) == 0)
    for (name, what) in [("pipe", "a pipe"), ("link", "a pipe"), ("/dev/null", "a device")] {
      let path = name.hasPrefix("/") ? name : test.beside(name)
      // A pipe that is opened to be read waits for who writes.
      let failure = try #require(throws: ImportFailure.self) {
        try Import.check([FilePath(path)], Import.Options())
      }
      #expect(failure.description == "\(path) is \(what): only files and folders are imported.")
    }
  }

  @Test func `the source is as it was`() throws {
    try folder("box", "box/new", "box/cur", "box/tmp")
    try writeFile(test.beside("box/new/1.a"), text(1))
    _ = try run("box")
    #expect(try folderNames(test.beside("box/new")) == ["1.a"])
    #expect(try readFile(test.beside("box/new/1.a")) == text(1))
    #expect(try folderNames(test.beside("box/cur")).isEmpty)
  }
}
