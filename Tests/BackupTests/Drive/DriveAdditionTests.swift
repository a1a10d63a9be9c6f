import Archive
import Backup
import Maildir
import SystemPackage
import TestFiles
import Testing

@Suite struct DriveAdditionTests {
  private func addition(_ fixture: DriveFixture, _ table: [MountedFileSystem]? = nil) throws -> DriveAddition
  {
    try fixture.makeDrive("red")
    return DriveAddition(to: try fixture.open(), in: table ?? [fixture.system("red")])
  }

  /// The number of the device that the folders of a test are on.
  private func device(_ fixture: DriveFixture) throws -> String {
    try OpenFolder(fixture.root, calls: .system).status().identity.deviceNumber
  }

  @Test func `a drive that is added has a folder for the copy with a marker and a file for strangers`() throws
  {
    let fixture = try DriveFixture()
    let result = try fixture.add("red")
    #expect(result.isNew && result.free > 0 && result.total >= result.free)
    #expect(result.naming == .exclusiveRename)
    #expect(try folderNames(fixture.copy("red")) == [".tmp", "README.txt", "drive.json"])
    #expect(try DriveMarker(readFile("\(fixture.copy("red"))/drive.json")) == result.drive.marker)
    #expect(result.drive.marker.archive == String(repeating: "a", count: 32))
    let known = try DriveSearch(of: fixture.open(.reading), in: []).known
    #expect(
      known == [
        KnownDrive(id: result.drive.marker.id, name: "red", place: "popkeep/mail", fileSystem: "ext4")
      ])
  }

  @Test func `a mount point that nothing is mounted at is on the system's disk`() throws {
    let fixture = try DriveFixture()
    let root = MountedFileSystem(
      path: "/", type: "ext4", source: "/dev/root", isReadOnly: false, device: try device(fixture))
    let addition = try addition(fixture, [root])
    let path = fixture.path("red")
    #expect(refusal { try addition.add(path, named: nil, evenHere: false) } == .systemDisk("/"))
    #expect(try folderNames(path).isEmpty)
    #expect(refusal { try addition.add(path, named: nil, evenHere: true) } == nil)
  }

  @Test func `a partition of the archive's own disk is refused unless it is told to`() throws {
    let fixture = try DriveFixture()
    let addition = try addition(fixture)
    #expect(refusal { try addition.add(fixture.path("red"), named: nil, evenHere: false) } == .sameDisk)
    #expect(try folderNames(fixture.path("red")).isEmpty)
    #expect(try DriveSearch(of: fixture.open(.reading), in: []).known.isEmpty)
  }

  @Test func `what cannot be written to is refused, and nothing is noted`() throws {
    let fixture = try DriveFixture()
    let addition = try addition(fixture, [fixture.system("red", isReadOnly: true)])
    let code = refusal { try addition.add(fixture.path("red"), named: nil, evenHere: true) }
    guard case .file(let failure)? = code else {
      Issue.record("\(String(describing: code))")
      return
    }
    #expect(failure.errno == .readOnlyFileSystem)
    #expect(try DriveSearch(of: fixture.open(.reading), in: []).known.isEmpty)
  }

  @Test func `what is no folder is refused`() throws {
    let fixture = try DriveFixture()
    let addition = try addition(fixture)
    try fixture.folder.write("file", text: "x")
    for path in [fixture.path("nothing"), fixture.path("file"), ""] {
      #expect(refusal { try addition.add(path, named: nil, evenHere: true) } == .noFolder)
    }
  }

  @Test(arguments: ["", ".red", "a/b", "a b", "a\u{1b}b", "é"])
  func `a name that terminals or paths would suffer from is refused`(_ name: String) throws {
    let fixture = try DriveFixture()
    let addition = try addition(fixture)
    let code = refusal { try addition.add(fixture.path("red"), named: name, evenHere: true) }
    guard case .badName? = code else {
      Issue.record("\(String(describing: code))")
      return
    }
    #expect(try folderNames(fixture.path("red")).isEmpty)
  }

  @Test func `a name that another drive has is refused, whatever its case`() throws {
    let fixture = try DriveFixture()
    try fixture.add("blue")
    let addition = try addition(fixture)
    #expect(refusal { try addition.add(fixture.path("red"), named: "BLUE", evenHere: true) } == .nameTaken)
  }

  @Test func `without a name it has that of its folder, with digits where that is taken`() throws {
    let fixture = try DriveFixture()
    try fixture.add("red")
    try FileTree.makeFolder(fixture.path("sub"))
    try FileTree.makeFolder(fixture.path("sub/Red"))
    let system = fixture.system("sub/Red")
    let result = try DriveAddition(to: fixture.open(), in: [system]).add(
      system.path, named: nil, evenHere: true)
    #expect(result.drive.marker.name == "Red-2")
  }

  @Test func `the one name that the configuration waits for is taken, of several none`() throws {
    let fixture = try DriveFixture()
    try fixture.add("blue")
    let result = try addition(fixture).add(
      fixture.path("red"), named: nil, evenHere: true, suggested: ["blue", "office"])
    #expect(result.drive.marker.name == "office")
    try fixture.makeDrive("green")
    let green = try DriveAddition(to: fixture.open(), in: [fixture.system("green")]).add(
      fixture.path("green"), named: nil, evenHere: true, suggested: ["one", "two"])
    #expect(green.drive.marker.name == "green")
  }

  @Test func `added twice it stays what it is, also where it cannot be written to any more`() throws {
    let fixture = try DriveFixture()
    let first = try fixture.add("red")
    let tree = try FileTree.files(below: fixture.path("red"))
    for isReadOnly in [false, true] {
      let again = try DriveAddition(to: fixture.open(), in: [fixture.system("red", isReadOnly: isReadOnly)])
        .add(fixture.path("red"), named: "other", evenHere: true)
      #expect(!again.isNew && again.drive.marker == first.drive.marker)
    }
    #expect(try FileTree.files(below: fixture.path("red")) == tree)
  }

  @Test func `a copy that was moved into a folder of its drive is added where it is, and found there`() throws
  {
    let fixture = try DriveFixture()
    let first = try fixture.add("red")
    try FileTree.makeFolder(fixture.path("red/backups"))
    try moveFile(fixture.path("red/popkeep"), to: fixture.path("red/backups/popkeep"))
    let again = try DriveAddition(to: fixture.open(), in: [fixture.system("red")])
      .add(fixture.path("red/backups"), named: nil, evenHere: true)
    #expect(!again.isNew && again.drive.marker == first.drive.marker)
    #expect(try fixture.attached("red", to: fixture.open(.reading)).place == "backups/popkeep/mail")
  }

  @Test func `the copy of another archive of the same name stays, and this one's lies beside it`() throws {
    let fixture = try DriveFixture()
    let other = try DriveFixture(id: "b")
    let first = try fixture.add("red")
    let second = try DriveAddition(to: other.open(), in: [fixture.system("red")])
      .add(fixture.path("red"), named: "red", evenHere: true)
    #expect(second.isNew && second.drive.place == "popkeep/mail-2")
    #expect(try DriveMarker(readFile("\(fixture.copy("red"))/drive.json")) == first.drive.marker)
    #expect(try fixture.attached("red", to: fixture.open(.reading)).place == "popkeep/mail")
    #expect(try fixture.attached("red", to: other.open(.reading)).place == "popkeep/mail-2")
  }

  @Test(arguments: [nil, "{}", "\u{0}"])
  func `a copy whose marker is lost is a drive again, and nothing on it is copied twice`(_ marker: String?)
    throws
  {
    let fixture = try DriveFixture()
    try fixture.fetch([.numbered(1), .numbered(2)])
    try fixture.add("red")
    try fixture.backUp("red")
    for name in ["drive.json", "left.json"] {
      try removeFile("\(fixture.copy("red"))/\(name)")
      if let marker { try fixture.folder.write("red/popkeep/mail/\(name)", text: marker) }
    }
    let result = try DriveAddition(to: fixture.open(), in: [fixture.system("red")])
      .add(fixture.path("red"), named: "again", evenHere: true)
    #expect(result.isNew && result.drive.place == "popkeep/mail")
    let report = try fixture.backUp("red")
    #expect(report.copied == 0 && report.verified == 2 && report.name == "again")
    try CopyOnDrive(fixture.copy("red")).expectExactly([.numbered(1), .numbered(2)])
  }

  @Test func `a marker that is lost alone comes back from what the last run left`() throws {
    let fixture = try DriveFixture()
    let marker = try fixture.add("red").drive.marker
    try fixture.backUp("red")
    try removeFile("\(fixture.copy("red"))/drive.json")
    let again = try fixture.add("red")
    #expect(!again.isNew && again.drive.marker == marker)
  }
}
