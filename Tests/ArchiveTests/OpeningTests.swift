import Archive
import Maildir
import SystemPackage
import TestFiles
import Testing

@Suite struct OpeningTests {
  @Test func `an archive is made once, and opened from then on`() throws {
    let fixture = try ArchiveFixture()
    #expect(Archive.isArchive(fixture.root))
    #expect(
      try String(decoding: readFile(fixture.folder("archive/.popkeep/archive.json")), as: UTF8.self)
        == "{\"format\": 1, \"id\": \"\(ArchiveFixture.id)\"}\n")
    #expect(try fixture.open().marker.id == ArchiveFixture.id)
    let names = try folderNames(fixture.path).filter { !$0.hasPrefix("index.sqlite-") }
    #expect(names == [".popkeep", "accounts", "index.sqlite"])
    #expect(code { try Archive.create(at: fixture.root, id: ArchiveFixture.id) } == "exists")
  }

  @Test func `folders above an archive are made, a folder in use is refused`() throws {
    let folder = try TemporaryFolder()
    try Archive.create(at: FilePath(folder("a/b/c")), id: ArchiveFixture.id)
    #expect(Archive.isArchive(FilePath(folder("a/b/c"))))
    #expect(code { try Archive.create(at: FilePath(folder("a")), id: ArchiveFixture.id) } == "notEmpty")
    #expect(try folderNames(folder("a")) == ["b"])
  }

  @Test(arguments: [Archive.Access.reading, .writing])
  func `a folder without a marker is refused and stays as it was`(_ access: Archive.Access) throws {
    let folder = try TemporaryFolder()
    #expect(code { _ = try Archive.open(FilePath(folder.path), for: access) } == "notAnArchive")
    #expect(code { _ = try Archive.open(FilePath(folder("none")), for: access) } == "notAnArchive")
    #expect(try folderNames(folder.path).isEmpty)
    let file = try folder.write("file", text: "x")
    #expect(code { _ = try Archive.open(FilePath(file), for: access) } == "notAnArchive")
  }

  @Test(arguments: [Archive.Access.reading, .writing])
  func `another archive than the expected one is refused, and its lock is not taken`(
    _ access: Archive.Access
  ) throws {
    let folder = try TemporaryFolder()
    let root = FilePath(folder("archive"))
    try Archive.create(at: root, id: ArchiveFixture.id)
    let other = String(ArchiveFixture.id.reversed())
    #expect(code { _ = try Archive.open(root, for: access, expecting: other) } == "another")
    #expect(try folderNames(folder("archive/.popkeep")) == ["archive.json"])
    #expect(try folderNames(folder("archive")) == [".popkeep", "accounts"])
    _ = try Archive.open(root, for: .writing, expecting: ArchiveFixture.id)
  }

  @Test(arguments: [
    ("{\"format\": 2, \"id\": \"0123456789abcdef0123456789abcdef\"}", "newerFormat(2)"),
    ("{\"id\":\"0123456789abcdef0123456789abcdef\",\"format\":1}", "none"),
    ("{\"format\": 0, \"id\": \"0123456789abcdef0123456789abcdef\"}", "badMarker"),
    ("{\"format\": 1, \"id\": \"short\"}", "badMarker"), ("", "badMarker"), ("{", "badMarker"),
    ("{\"format\": 99999999999999999999, \"id\": \"0123456789abcdef0123456789abcdef\"}", "badMarker"),
  ])
  func `a marker of another format or none at all is refused`(_ text: String, _ expected: String) throws {
    let fixture = try ArchiveFixture()
    try fixture.folder.write("archive/.popkeep/archive.json", text: text)
    #expect(code { _ = try fixture.open() } == expected)
  }

  @Test func `one process writes at a time, and others may read meanwhile`() throws {
    let fixture = try ArchiveFixture()
    do {
      let archive = try fixture.open()
      #expect(code { _ = try fixture.open() } == "locked")
      #expect(code { _ = try Archive.reindex(fixture.root, now: 0) } == "locked")
      #expect(try fixture.open(.reading).accountNames() == archive.accountNames())
    }
    #expect(try fixture.open().accountNames().isEmpty)
  }

  @Test func `an account whose name differs only in case from another's is refused`() throws {
    let fixture = try ArchiveFixture()
    let archive = try fixture.open()
    _ = try archive.account("Alice", now: 0)
    #expect(code { _ = try archive.account("alice", now: 0) } == "otherCase(\"Alice\")")
    #expect(try folderNames(fixture.folder("archive/accounts")) == ["Alice"])
    _ = try archive.account("Alice", now: 0)
    _ = try archive.account("alicia", now: 0)
  }

  @Test(arguments: [
    "", ".", "..", "../x", "a/b", ".hidden", "a b", "a\u{1b}b", String(repeating: "x", count: 65),
  ])
  func `an account's name is never a path`(_ name: String) throws {
    let fixture = try ArchiveFixture()
    let archive = try fixture.open()
    #expect(code { _ = try archive.account(name, now: 0) } == "badAccountName")
    #expect(try folderNames("\(fixture.path)/accounts").isEmpty)
  }

  @Test func `an account is a Maildir and a name in the index`() throws {
    let fixture = try ArchiveFixture()
    let archive = try fixture.open()
    let account = try archive.account("alice@example.org", now: 0)
    #expect(account.name == "alice@example.org")
    #expect(try archive.accountNames() == ["alice@example.org"])
    #expect(try folderNames("\(fixture.path)/accounts/alice@example.org") == ["cur", "new", "tmp"])
    let space = try archive.freeSpace()
    #expect(space.free > 0 && space.free <= space.total)
  }

  @Test func `an account whose mail is away says so, and one that is new or whole does not`() throws {
    let fixture = try ArchiveFixture()
    #expect(try fixture.withAccount { $0.wasMissing } == false)
    try fixture.sync([.numbered(1)])
    #expect(try fixture.withAccount { $0.wasMissing } == false)
    let home = fixture.folder("archive/accounts/home")
    try FileMoves.move("\(home)/cur", to: fixture.folder("cur"))
    #expect(try fixture.withAccount { $0.wasMissing } == false)
    try FileMoves.move(home, to: fixture.folder("elsewhere"))
    #expect(try fixture.withAccount { $0.wasMissing })
  }

  @Test func `whichever system call fails, an archive is made whole or not at all`() throws {
    var number = 1
    while true {
      let log = CallLog(failsAt: number, staysBroken: true, error: .ioError)
      let folder = try TemporaryFolder()
      let root = FilePath(folder("archive"))
      do { try Archive.create(at: root, id: ArchiveFixture.id, calls: log.calls) } catch is ArchiveFailure {}
      if Archive.isArchive(root) {
        #expect(try Archive.open(root, for: .writing).marker.id == ArchiveFixture.id)
      } else {
        try Archive.create(at: root, id: ArchiveFixture.id)
        #expect(Archive.isArchive(root))
      }
      if !log.wasHit { break }
      number += 1
    }
    #expect(number > 10)
  }

  /// The code of the failure that `body` throws, as text; "none" where it throws none.
  private func code(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "none"
    } catch let failure as ArchiveFailure {
      #expect(!failure.description.isEmpty)
      return "\(failure.code)"
    } catch {
      return "\(error)"
    }
  }
}
