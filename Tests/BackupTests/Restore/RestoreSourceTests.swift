import Archive
import Backup
import MailIndex
import SystemPackage
import TestFiles
import Testing

@Suite struct RestoreSourceTests {
  private func find(_ text: String, _ fixture: RestoreFixture) throws -> AttachedDrive {
    try RestoreSource.find(text, knownTo: [fixture.source.root.string], in: [fixture.source.system("red")])
  }

  @Test func `by name for an archive that knows the drive, else by where the drive or the copy is`() throws {
    let fixture = try RestoreFixture([.numbered(1)])
    for text in ["red", fixture.source.path("red"), fixture.copy] {
      #expect(try find(text, fixture).folder.path.string == fixture.copy)
    }
    #expect(refusal { try find("blue", fixture) } == .unknown(["red"]))
    #expect(
      refusal {
        try RestoreSource.find(
          "red", knownTo: [fixture.source.path("nothing")], in: [fixture.source.system("red")])
      } == .unknown([]))
  }

  @Test(arguments: [nil, "{}"])
  func `a copy whose marker is lost is one all the same where it has messages`(_ text: String?) throws {
    let fixture = try RestoreFixture([.numbered(1)])
    for name in ["drive.json", "left.json"] {
      try removeFile("\(fixture.copy)/\(name)")
      if let text { try writeFile("\(fixture.copy)/\(name)", Array(text.utf8)) }
    }
    #expect(try find(fixture.copy, fixture).folder.path.string == fixture.copy)
    #expect(try fixture.restore().restored == 1)
    try fixture.expectExactly([.numbered(1)])
  }

  @Test func `where a drive has copies of several archives, they are told`() throws {
    let fixture = try RestoreFixture([.numbered(1)])
    _ = try DriveAddition(to: fixture.target.open(), in: [fixture.source.system("red")])
      .add(fixture.source.path("red"), named: "red", evenHere: true)
    let both = ["mail", "new"].map { "\(fixture.source.path("red"))/popkeep/\($0)" }
    #expect(refusal { try find(fixture.source.path("red"), fixture) } == .unknown(both))
    #expect(try find(fixture.copy, fixture).folder.path.string == fixture.copy)
  }

  @Test func `a folder without a copy is none`() throws {
    let fixture = try RestoreFixture([.numbered(1)])
    try FileTree.makeFolder(fixture.source.path("red/other"))
    #expect(refusal { try find(fixture.source.path("red/other"), fixture) } == .unknown([]))
    #expect(refusal { try find(fixture.source.path("red/nothing"), fixture) } == .noFolder)
  }

  @Test func `a copy of a later format is refused`() throws {
    let fixture = try RestoreFixture([.numbered(1)])
    let path = "\(fixture.copy)/drive.json"
    let text = String(decoding: try readFile(path), as: UTF8.self)
    try writeFile(path, Array(text.replacing("\"format\":1", with: "\"format\":2").utf8))
    #expect(refusal { try find(fixture.copy, fixture) } == .newerFormat(2))
  }
}
