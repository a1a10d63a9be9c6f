import TestFiles
import Testing

/// The installed units, as systemd itself reads them.
@Suite(
  .timeLimit(.minutes(4)), .enabled(if: SystemdAnalyze.isExpected, "systemd-analyze is missing, or too old"))
struct SystemdTests {
  @Test func `systemd rates the exposure of each service of the system at 2.0 or better`() throws {
    let services = try SystemdUnit.all().filter(\.isService)
    try #require(services.count == 3)
    for service in services {
      let rating = try SystemdAnalyze.security("\(Project.root)/\(service.file.path)")
      #expect(rating.status == 0, "\(service): \(rating.lines(with: "Overall exposure"))")
    }
  }

  @Test func `a service that is not confined is rated as exposed`() throws {
    let folder = try TemporaryFolder()
    let bare = try folder.write("bare.service", text: "[Service]\nExecStart=/bin/true\n")
    let rating = try SystemdAnalyze.security(bare)
    #expect(rating.status != 0 && !rating.lines(with: "Overall exposure").isEmpty)
  }

  @Test func `systemd has nothing to say against the units that make install puts there`() throws {
    let folder = try TemporaryFolder()
    let installation = try Installation(prefix: folder.path)
    try #require(installation.command.status == 0, "\(installation.command.output)")
    let units = try folderNames(folder("lib/systemd/system"))
    try #require(units.count == 4)
    for unit in units {
      let said = try SystemdAnalyze.verify(folder("lib/systemd/system/\(unit)"))
      #expect(said.status == 0 && said.lines(with: "popkeep") == [], "\(unit): \(said.output)")
    }
    let said = try SystemdAnalyze.verify(folder("lib/systemd/user/popkeep.service"), ofUser: true)
    #expect(said.status == 0 && said.lines(with: "popkeep") == [], "\(said.output)")
  }

  @Test(arguments: ["RestartStepz=4", "ExecStop=/nowhere/popkeep"])
  func `systemd speaks up about a line that is wrong`(line: String) throws {
    let folder = try TemporaryFolder()
    for isUser in [false, true] {
      let unit = try folder.write("popkeep.service", text: "[Service]\nExecStart=/bin/true\n\(line)\n")
      #expect(try !SystemdAnalyze.verify(unit, ofUser: isUser).lines(with: "popkeep").isEmpty)
    }
  }
}
