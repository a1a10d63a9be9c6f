import Archive
import Backup
import TestFiles
import Testing

/// Names and folders that are taken already.
@Suite struct CopyPlaceTests {
  private static let month = "home/2023/2023-11"
  private static let base = "20231123T100000Z-jje2z6fgxvzhokcj"
  private let first = Offered.numbered(1)
  /// Its name on a drive is that of the first.
  private let twin = Offered.numbered(2, uid: "uid-1")

  private func filled(_ mailbox: [Offered]) throws -> DriveFixture {
    let fixture = try DriveFixture()
    try fixture.fetch(mailbox)
    try fixture.add("red")
    try fixture.backUp("red")
    return fixture
  }

  private func month(_ fixture: DriveFixture) -> String { "\(fixture.copy("red"))/\(Self.month)" }

  /// Makes the folder of the month on a drive that has nothing yet.
  private func prepared() throws -> DriveFixture {
    let fixture = try DriveFixture()
    try fixture.fetch([first])
    try fixture.add("red")
    for folder in ["home", "home/2023", Self.month] {
      try FileTree.makeFolder("\(fixture.copy("red"))/\(folder)")
    }
    return fixture
  }

  @Test(arguments: [true, false])
  func `two messages of one name have both, the second with digits of its content`(_ isOneRun: Bool) throws {
    let fixture = try filled(isOneRun ? [first, twin] : [first])
    if !isOneRun {
      try fixture.fetch([twin])
      try fixture.backUp("red")
    }
    let copy = try CopyOnDrive(fixture.copy("red"))
    #expect(copy.messages["\(Self.month)/\(Self.base).eml"] == first.wire)
    #expect(copy.messages["\(Self.month)/\(Self.base)-\(twin.hex.prefix(8)).eml"] == twin.wire)
    try copy.expectExactly([first, twin])
    #expect(try fixture.backUp("red").copied == 0)
  }

  @Test func `where the digits are taken too, all of them tell the content`() throws {
    let fixture = try filled([first])
    let taken = "\(Self.base)-\(twin.hex.prefix(8)).eml"
    try writeFile("\(month(fixture))/\(taken)", Array("other".utf8))
    try fixture.fetch([twin])
    try fixture.backUp("red")
    let copy = try CopyOnDrive(fixture.copy("red"))
    #expect(copy.messages["\(Self.month)/\(Self.base)-\(twin.hex).eml"] == twin.wire)
    #expect(copy.messages["\(Self.month)/\(taken)"] == Array("other".utf8))
    #expect(try CheckSums.run(in: month(fixture)) == 0)
    #expect(try fixture.copyCounts() == [1, 1])
  }

  @Test func `a file that somebody put under a message's name stays, and the message lies beside it`() throws
  {
    let fixture = try prepared()
    try writeFile("\(month(fixture))/\(Self.base).eml", Array("somebody's".utf8))
    try fixture.backUp("red")
    let copy = try CopyOnDrive(fixture.copy("red"))
    #expect(copy.messages.values.contains(first.wire))
    #expect(copy.messages.values.contains(Array("somebody's".utf8)))
    #expect(try fixture.copyCounts() == [1])
    #expect(try fixture.verify("red").verified == 1)
  }

  @Test func `a file that is the message already is taken for it`() throws {
    let fixture = try prepared()
    try writeFile("\(month(fixture))/\(Self.base).eml", first.wire)
    try fixture.backUp("red")
    try CopyOnDrive(fixture.copy("red")).expectExactly([first])
    #expect(try fixture.copyCounts() == [1])
  }

  enum Obstacle: CaseIterable { case folder, link, danglingLink }

  @Test(arguments: Obstacle.allCases)
  func `a folder or a link under a message's name stays, is not followed, and the message lies beside it`(
    _ obstacle: Obstacle
  ) throws {
    let fixture = try prepared()
    let path = "\(month(fixture))/\(Self.base).eml"
    try fixture.folder.write("target", text: "target")
    switch obstacle {
    case .folder: try FileTree.makeFolder(path)
    case .link: try FileTree.makeLink(path, to: fixture.path("target"))
    case .danglingLink: try FileTree.makeLink(path, to: fixture.path("nothing"))
    }
    try fixture.backUp("red")
    #expect(try readFile("\(month(fixture))/\(Self.base)-\(first.hex.prefix(8)).eml") == first.wire)
    #expect(try readFile(fixture.path("target")) == Array("target".utf8))
    #expect(!FileTree.exists(fixture.path("nothing")))
    #expect(try CheckSums.run(in: month(fixture)) == 0)
    #expect(try fixture.copyCounts() == [1])
    // Also where what is there is looked through.
    try removeFile("\(fixture.copy("red"))/left.json")
    let report = try fixture.backUp("red")
    #expect(report.copied == 0)
    #expect(try fixture.copyCounts() == [1])
  }

  @Test(arguments: Obstacle.allCases)
  func `a copy whose place a folder or a link has taken is copied again`(_ obstacle: Obstacle) throws {
    let fixture = try filled([first])
    let path = "\(month(fixture))/\(Self.base).eml"
    try removeFile(path)
    try fixture.folder.write("target", first.wire)
    switch obstacle {
    case .folder: try FileTree.makeFolder(path)
    case .link: try FileTree.makeLink(path, to: fixture.path("target"))
    case .danglingLink: try FileTree.makeLink(path, to: fixture.path("nothing"))
    }
    #expect(try fixture.verify("red").missingThere == 1)
    #expect(try fixture.copyCounts() == [0])
    try fixture.backUp("red")
    #expect(try fixture.copyCounts() == [1])
    #expect(try fixture.verify("red").verified == 1)
    #expect(try CheckSums.run(in: month(fixture)) == 0)
  }

  @Test func `a month with ten thousand messages goes on in a second folder`() throws {
    let fixture = try filled([first])
    var sums = try readFile("\(month(fixture))/SHA256SUMS")
    for number in 1..<10_000 {
      sums += "\(String(repeating: "0", count: 64))  message-\(number).eml\n".utf8
    }
    try writeFile("\(month(fixture))/SHA256SUMS", sums)
    try fixture.fetch([.numbered(2), .numbered(3)])
    try fixture.backUp("red")
    let copy = try CopyOnDrive(fixture.copy("red"))
    #expect(copy.messages.keys.filter { $0.hasPrefix("\(Self.month).2/") }.count == 2)
    #expect(try copy.manifest("\(Self.month).2").count == 2)
    #expect(try readFile("\(month(fixture))/SHA256SUMS") == sums)
    try fixture.fetch([.numbered(4)])
    try fixture.backUp("red")
    #expect(try copy.manifest("\(Self.month).2").count == 3)
    #expect(try fixture.copyCounts() == [1, 1, 1, 1])
    #expect(try fixture.verify("red").verified == 4)
  }

  @Test func `accounts whose names something else has on a drive have folders of their own`() throws {
    let fixture = try DriveFixture()
    for name in ["home", "con", "README.txt"] { try fixture.fetch([.numbered(1)], for: name) }
    try fixture.add("red")
    try fixture.backUp("red")
    let folders = try folderNames(fixture.copy("red")).filter {
      FileTree.isFolder("\(fixture.copy("red"))/\($0)")
    }
    #expect(folders == [".tmp", "README.txt~2", "home", "~con"])
    #expect(try fixture.copyCounts() == [1, 1, 1])
  }
}
