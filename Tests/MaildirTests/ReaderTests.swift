import Glibc
import Maildir
import SystemPackage
import TestFiles
import Testing

/// Other programs at work in the same Maildir.
@Suite struct ReaderTests {
  @Test(arguments: [":2,", ":2,S", ":2,T", ":2,FRS", ":2,DFPRST", ";2,S", ":2,Sab"])
  func `a message is found wherever a reader has moved it`(_ flags: String) throws {
    let mail = try MaildirFixture()
    let delivered = try mail.maildir.deliver([mail.placement("one\r\n"), mail.placement("two\r\n")])
    let base = delivered[0].name.text
    var locator = FileLocator(mail.maildir)
    #expect(try locator.locate(base, in: ".") == delivered[0].file)
    try move("\(mail.path)/new/\(base)", "\(mail.path)/cur/\(base)\(flags)")
    let found = try #require(try locator.locate(base, in: "."))
    #expect(found.fileName == base + flags)
    #expect(found.isTrashed == flags.contains("T"))
    #expect(try mail.read(found) == Array("one\r\n".utf8))
    try move("\(mail.path)/cur/\(base)\(flags)", "\(mail.path)/cur/\(base):2,PRT")
    #expect(try locator.locate(base, in: ".")?.flags == "PRT")
    try #require(unlink("\(mail.path)/cur/\(base):2,PRT") == 0)
    #expect(try locator.locate(base, in: ".") == nil)
    #expect(try locator.locate(base, in: ".2026") == nil)
    #expect(try locator.locate(delivered[1].name.text, in: ".") == delivered[1].file)
  }

  @Test func `a listing shows foreign files, and no hidden ones`() throws {
    let mail = try MaildirFixture()
    try mail.folder.write("mail/new/1763901234.M1P2.host,S=3", text: "abc")
    try mail.folder.write("mail/cur/odd;name", text: "abc")
    try mail.folder.write("mail/cur/.hidden", text: "abc")
    // The accent and its dot are one character, and not the dot alone.
    try mail.folder.write("mail/cur/.\u{301}hidden", text: "abc")
    try mail.folder.write("mail/dovecot.index", text: "abc")
    let files = try mail.files()
    #expect(files.map(\.base) == ["1763901234.M1P2.host,S=3", "odd;name"])
    #expect(files.allSatisfy { $0.name == nil })
  }

  @Test func `only temporaries of popkeep are removed`() throws {
    let mail = try MaildirFixture()
    for name in [
      "popkeep-1f-3", "popkeep-ffffffffffffffff-1:", "popkeep-1f-4-journal", "popkeep-1f-4-wal", "popkeep-1f",
      "popkeep-x-1", "1763901234.M1P2.host",
    ] {
      try mail.folder.write("mail/tmp/\(name)", text: "abc")
    }
    try mail.maildir.removeStaleTemporaries()
    #expect(try mail.names("tmp") == ["1763901234.M1P2.host", "popkeep-1f", "popkeep-x-1"])
  }

  @Test func `a link in place of a message is not followed`() throws {
    let mail = try MaildirFixture()
    let secret = try mail.folder.write("secret", text: "secret")
    try #require(symlink(secret, "\(mail.path)/new/link") == 0)
    let file = try #require(try mail.files().first)
    #expect(throws: FileFailure.self) { try mail.read(file) }
  }

  @Test func `a pipe, a folder or a link in place of a message is absent, and nothing waits for it`() throws {
    let mail = try MaildirFixture()
    let name = try mail.placement("").name
    let path = "\(mail.path)/new/\(name.text)"
    let odd: [(String, () -> Int32)] = [
      ("pipe", { mkfifo(path, 0o600) }), ("folder", { mkdir(path, 0o700) }), ("link", { symlink("/", path) }),
    ]
    for (_, make) in odd {
      try #require(make() == 0)
      let file = try #require(try mail.files().first)
      #expect(try mail.maildir.isOdd(file))
      let failure = #expect(throws: FileFailure.self) { try mail.read(file) }
      #expect(failure?.errno == .noSuchFileOrDirectory)
      // Nor does it keep a message from being delivered.
      let delivered = try #require(try mail.maildir.deliver([mail.placement("")]).first)
      #expect(!delivered.wasThere && delivered.name == name.next)
      #expect(try !mail.maildir.isOdd(delivered.file))
      try #require(unlink("\(mail.path)/new/\(delivered.file.fileName)") == 0)
      try #require(remove(path) == 0)
    }
  }

  @Test func `readers that move files during a batch cost nothing`() async throws {
    let mail = try MaildirFixture()
    let path = mail.path
    async let moved: Void = Task.detached {
      for _ in 0..<200 {
        for name in try folderNames("\(path)/new") {
          try move("\(path)/new/\(name)", "\(path)/cur/\(name):2,RS")
        }
      }
    }.value
    for round in 0..<10 {
      let batch = try (0..<20).map { index in
        try mail.placement("\(round) \(index)\r\n", tag: MaildirFixture.tag(round * 20 + index))
      }
      #expect(try mail.maildir.deliver(batch).count == 20)
    }
    try await moved
    let contents = try Set(mail.files()).map { String(decoding: try mail.read($0), as: UTF8.self) }
    #expect(Set(contents).count == 200)
  }

  @Test func `what the file system can do is found out, and leaves nothing behind`() throws {
    let folder = try TemporaryFolder()
    let open = try OpenFolder(FilePath(folder.path), calls: .system)
    #expect(try FileSystemTraits.probe(open) == .full)
    #expect(try folderNames(folder.path).isEmpty)
    let refusing = FileCalls { (call) throws(Errno) in
      if call.operation == .create, call.name.contains(":") { throw .invalidArgument }
      if call.operation == .link { throw .notPermitted }
      if call.operation == .rename, call.name.hasSuffix("-2") { throw .invalidArgument }
    }
    let poor = try FileSystemTraits.probe(try OpenFolder(FilePath(folder.path), calls: refusing))
    #expect(poor == FileSystemTraits(takesColon: false, naming: .checkedRename))
    // exfat-fuse says so of a name that it does not take.
    let absent = FileCalls { (call) throws(Errno) in
      if call.operation == .create, call.name.contains(":") { throw .noSuchFileOrDirectory }
    }
    let traits = try FileSystemTraits.probe(try OpenFolder(FilePath(folder.path), calls: absent))
    #expect(traits == FileSystemTraits(takesColon: false, naming: .exclusiveRename))
    #expect(try folderNames(folder.path).isEmpty)
  }

  @Test func `a failure names the operation and the path, and no control character`() throws {
    let failure = FileFailure(.write, "/media/\u{1b}[31musb\n/x", .noSpace)
    #expect(failure.description == "cannot write to /media/\\u{1b}[31musb\\u{a}/x: No space left on device")
    #expect(failure.isNoSpace)
    #expect(!failure.isReadOnly)
    #expect(throws: FileFailure.self) { try Maildir(opening: "/does/not/exist") }
  }
}

private func move(_ from: String, _ to: String) throws {
  guard rename(from, to) == 0 else { throw Errno(rawValue: errno) }
}
