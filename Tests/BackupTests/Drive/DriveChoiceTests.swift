import Archive
import Backup
import SystemPackage
import TestFiles
import Testing

@Suite struct DriveChoiceTests {
  private func choose(
    _ text: String, _ fixture: DriveFixture, _ table: [MountedFileSystem]
  ) throws -> AttachedDrive {
    let archive = try fixture.open(.reading)
    return try DriveChoice.one(text, DriveSearch(of: archive, in: table), of: archive, in: table)
  }

  @Test func `a drive is chosen by its name or by where it is`() throws {
    let fixture = try DriveFixture()
    try fixture.add("red")
    try fixture.add("blue")
    let table = [fixture.system("red"), fixture.system("blue")]
    for text in ["blue", fixture.path("blue"), fixture.copy("blue")] {
      #expect(try choose(text, fixture, table).marker.name == "blue")
    }
    let archive = try fixture.open(.reading)
    let all = try DriveChoice.all(DriveSearch(of: archive, in: table), of: archive)
    #expect(all.drives.map(\.marker.name) == ["blue", "red"] && all.failures.isEmpty)
  }

  @Test func `one that is known and not there is away, another is unknown`() throws {
    let fixture = try DriveFixture()
    try fixture.add("red")
    #expect(refusal { try choose("red", fixture, []) } == .away)
    #expect(refusal { try choose("green", fixture, []) } == .unknown(["red"]))
    #expect(refusal { try choose(fixture.path("green"), fixture, []) } == .noFolder)
    #expect(
      refusal { try choose(fixture.path("mail"), fixture, [fixture.system("mail")]) } == .unknown(["red"]))
  }

  @Test func `of a drive and its older copy the one is chosen that is as it was left`() throws {
    let fixture = try DriveFixture()
    try fixture.fetch([.numbered(1)])
    try fixture.add("red")
    try fixture.backUp("red")
    try FileTree.copy(fixture.path("red"), to: fixture.path("old"))
    try fixture.fetch([.numbered(2)])
    try fixture.backUp("red")
    let table = [fixture.system("old"), fixture.system("red")]
    #expect(try choose("red", fixture, table).folder.path.string == fixture.copy("red"))
  }

  @Test func `of a drive and its exact copy neither is chosen by name, and both are told`() throws {
    let fixture = try DriveFixture()
    try fixture.fetch([.numbered(1)])
    try fixture.add("red")
    try fixture.backUp("red")
    try FileTree.copy(fixture.path("red"), to: fixture.path("clone"))
    let table = [fixture.system("red"), fixture.system("clone")]
    let both = "\(fixture.copy("clone")) and \(fixture.copy("red"))"
    #expect(refusal { try choose("red", fixture, table) } == .twice(both))
    let archive = try fixture.open(.reading)
    let all = try DriveChoice.all(DriveSearch(of: archive, in: table), of: archive)
    #expect(all.drives.isEmpty && all.failures.map(\.code) == [.twice(both)])
  }

  @Test func `a drive that was never copied to and its copy are neither chosen`() throws {
    let fixture = try DriveFixture()
    try fixture.add("red")
    try FileTree.copy(fixture.path("red"), to: fixture.path("clone"))
    let code = refusal { try choose("red", fixture, [fixture.system("red"), fixture.system("clone")]) }
    guard case .twice? = code else {
      Issue.record("\(String(describing: code))")
      return
    }
  }

  @Test func `a drive that is forgotten is none, and its copy stays`() throws {
    let fixture = try DriveFixture()
    try fixture.fetch([.numbered(1)])
    try fixture.add("red")
    try fixture.backUp("red")
    let before = try FileTree.files(below: fixture.path("red"))
    let table = [fixture.system("red")]
    #expect(
      refusal { try DriveForgetting.forget("red", in: fixture.open(), mounted: table) }
        == .attached(fixture.copy("red")))
    #expect(try fixture.copyCounts() == [1])
    try DriveForgetting.forget("red", in: fixture.open(), mounted: [])
    #expect(refusal { try choose("red", fixture, []) } == .unknown([]))
    #expect(refusal { try DriveForgetting.forget("red", in: fixture.open(), mounted: []) } == .unknown([]))
    #expect(try fixture.copyCounts() == [0])
    #expect(try FileTree.files(below: fixture.path("red")) == before)
  }
}
