import Archive
import Backup
import Maildir
import SystemPackage
import TestFiles
import Testing

@Suite struct DriveSearchTests {
  private func paths(_ search: DriveSearch) -> [String] { search.attached.map(\.folder.path.string) }

  @Test func `a drive is found by its marker, wherever it is mounted`() throws {
    let fixture = try DriveFixture()
    let id = try fixture.add("red").drive.marker.id
    try moveFile(fixture.path("red"), to: fixture.path("elsewhere"))
    let search = try DriveSearch(of: fixture.open(.reading), in: [fixture.system("elsewhere")])
    #expect(search.attached.map(\.marker.id) == [id])
    #expect(paths(search) == [fixture.copy("elsewhere")])
    #expect(search.attached.map(\.place) == ["popkeep/mail"])
    #expect(search.known.map(\.name) == ["red"] && search.failures.isEmpty)
  }

  @Test func `what is mounted at two places is found once`() throws {
    let fixture = try DriveFixture()
    try fixture.add("red")
    let again = MountedFileSystem(
      path: fixture.path("mail/../red"), type: "ext4", source: "/dev/red", isReadOnly: false, device: "8:17")
    let search = try DriveSearch(of: fixture.open(.reading), in: [fixture.system("red"), again])
    #expect(search.attached.count == 1)
  }

  @Test(arguments: ["proc", "autofs", "nfs4", "fuse.sshfs"])
  func `what is made up, mounts when looked at, or is on another machine is not looked at`(_ type: String)
    throws
  {
    let fixture = try DriveFixture()
    try fixture.add("red")
    let log = CallLog()
    let table = [fixture.system("red", type: type)]
    let search = try DriveSearch(of: fixture.open(.reading), in: table, calls: log.calls())
    #expect(search.attached.isEmpty && search.failures.isEmpty && log.all.isEmpty)
  }

  @Test func `on another machine it is looked for where a drive was added there`() throws {
    let fixture = try DriveFixture()
    try fixture.makeDrive("nas")
    let table = [fixture.system("nas", type: "nfs4")]
    _ = try DriveAddition(to: fixture.open(), in: table).add(fixture.path("nas"), named: nil, evenHere: true)
    #expect(try DriveSearch(of: fixture.open(.reading), in: table).attached.count == 1)
  }

  @Test func `the drives of another archive are none of this one's`() throws {
    let fixture = try DriveFixture()
    let other = try DriveFixture(in: fixture.folder, archive: "other", id: "b")
    try fixture.add("red")
    let search = try DriveSearch(of: other.open(.reading), in: [fixture.system("red")])
    #expect(search.attached.isEmpty && search.failures.isEmpty)
    #expect(
      refusal {
        try DriveSearch.drive(at: fixture.path("red"), of: other.open(.reading), in: [fixture.system("red")])
      } == .anotherArchive)
  }

  @Test func `a drive that was added by a folder on it is found there again`() throws {
    let fixture = try DriveFixture()
    try fixture.makeDrive("red")
    try FileTree.makeFolder(fixture.path("red/backups"))
    _ = try DriveAddition(to: fixture.open(), in: [fixture.system("red")])
      .add(fixture.path("red/backups"), named: "red", evenHere: true)
    let search = try DriveSearch(of: fixture.open(.reading), in: [fixture.system("red")])
    #expect(search.attached.map(\.place) == ["backups/popkeep/mail"])
    #expect(search.known.map(\.place) == ["backups/popkeep/mail"])
  }

  @Test func `the folder of the copy, the drive's root and a folder on it lead to the drive`() throws {
    let fixture = try DriveFixture()
    try fixture.add("red")
    let archive = try fixture.open(.reading)
    for path in [fixture.path("red"), fixture.copy("red")] {
      let drive = try DriveSearch.drive(at: path, of: archive, in: [fixture.system("red")])
      #expect(drive?.marker.name == "red" && drive?.place == "popkeep/mail")
    }
    let nothing = try DriveSearch.drive(at: fixture.path("mail"), of: archive, in: [fixture.system("mail")])
    #expect(nothing?.place == nil)
  }

  @Test func `what is not there or on nothing that is mounted is no folder`() throws {
    let fixture = try DriveFixture()
    let archive = try fixture.open(.reading)
    #expect(
      refusal { try DriveSearch.drive(at: fixture.path("red"), of: archive, in: [fixture.system("red")]) }
        == .noFolder)
    #expect(refusal { try DriveSearch.drive(at: fixture.path("mail"), of: archive, in: []) } == .noFolder)
  }

  @Test func `a marker that says nothing is told, and beside it the others are found`() throws {
    let fixture = try DriveFixture()
    try fixture.add("red")
    try fixture.add("blue")
    try fixture.folder.write("red/popkeep/mail/drive.json", text: "{\"format\":1}")
    let search = try DriveSearch(
      of: fixture.open(.reading), in: [fixture.system("red"), fixture.system("blue")])
    #expect(search.failures.map(\.code) == [.badMarker])
    #expect(search.attached.map(\.marker.name) == ["blue"])
  }

  @Test func `a marker that says nothing on a drive that nobody misses is somebody else's`() throws {
    let fixture = try DriveFixture()
    try fixture.add("red")
    try fixture.add("blue")
    // Red is missed, and blue's is no place where it was.
    try moveFile(fixture.path("blue/popkeep/mail"), to: fixture.path("blue/popkeep/other"))
    try fixture.folder.write("blue/popkeep/other/drive.json", text: "{\"format\":1}")
    let archive = try fixture.open(.reading)
    #expect(try DriveSearch(of: archive, in: [fixture.system("blue")]).failures.isEmpty)
    try moveFile(fixture.path("blue/popkeep/other"), to: fixture.path("blue/popkeep/mail"))
    #expect(try DriveSearch(of: archive, in: [fixture.system("blue")]).failures.map(\.code) == [.badMarker])
  }

  @Test func `a later format is told, and not touched`() throws {
    let fixture = try DriveFixture()
    let marker = try fixture.add("red").drive.marker
    let text = String(decoding: marker.bytes, as: UTF8.self).replacing("\"format\":1", with: "\"format\":2")
    try fixture.folder.write("red/popkeep/mail/drive.json", text: text)
    let search = try DriveSearch(of: fixture.open(.reading), in: [fixture.system("red")])
    #expect(search.failures.map(\.code) == [.newerFormat(2)] && search.attached.isEmpty)
    #expect(refusal { try fixture.add("red") } == .newerFormat(2))
    #expect(try readFile("\(fixture.copy("red"))/drive.json") == Array(text.utf8))
  }

  @Test func `links, files and names that no copy has are passed over`() throws {
    let fixture = try DriveFixture()
    try fixture.makeDrive("red")
    try FileTree.makeFolder(fixture.path("red/popkeep"))
    try FileTree.makeFolder(fixture.path("red/popkeep/ \u{1b}[2J"))
    try fixture.folder.write("red/popkeep/file", text: "x")
    try FileTree.makeLink(fixture.path("red/popkeep/loop"), to: "loop")
    try FileTree.makeFolder(fixture.path("red/popkeep/empty"))
    try FileTree.makeFolder(fixture.path("red/popkeep/odd"))
    try FileTree.makeFolder(fixture.path("red/popkeep/odd/drive.json"))
    let search = try DriveSearch(of: fixture.open(.reading), in: [fixture.system("red")])
    #expect(search.attached.isEmpty && search.failures.isEmpty)
  }

  @Test func `a note of a drive that was tampered with leads nowhere`() throws {
    let fixture = try DriveFixture()
    let id = try fixture.add("red").drive.marker.id
    for bytes in [
      Array("{".utf8),
      KnownDrive(id: id, name: "red", place: "../red/popkeep/mail", fileSystem: "ext4").bytes,
    ] {
      try writeFile(fixture.path("mail/.popkeep/drives/\(id)"), bytes)
      let search = try DriveSearch(of: fixture.open(.reading), in: [fixture.system("red")])
      #expect(search.known.isEmpty && search.attached.count == 1)
    }
  }
}
