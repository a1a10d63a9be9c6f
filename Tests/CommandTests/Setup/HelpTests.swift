import Testing

@Suite struct HelpTests {
  private static let commands = [
    "demo", "init", "check", "fetch", "status", "search", "show", "list", "stats", "export", "verify",
    "reindex",
  ]

  @Test(arguments: commands)
  func `a command's help has examples and exit codes`(command: String) throws {
    let home = try UserHome()
    let help = try home.run(command, "--help").succeeds()
    #expect(help.output.contains("USAGE: popkeep \(command)"))
    #expect(help.output.contains("  popkeep \(command)"))
    #expect(help.output.contains("Exit codes: 0 "))
    // What is wider is broken anywhere on a terminal of 80 columns: examples are not to be.
    let lines = help.output.split(separator: "\n", omittingEmptySubsequences: false)
    let examples = lines.drop { !$0.hasPrefix("Example") }.dropFirst().prefix { !$0.isEmpty }
    #expect(!examples.isEmpty)
    #expect(
      examples.allSatisfy { $0.hasPrefix("  popkeep \(command)") || $0.hasPrefix("    ") }, "\(examples)")
    #expect(help.errors == "")
    #expect(try home.run("help", command).succeeds().output == help.output)
  }

  @Test func `the program's help names every command`() throws {
    let help = try UserHome().run("--help").succeeds()
    for command in Self.commands { #expect(help.output.contains("\n  \(command) ")) }
  }

  @Test func `--version prints the version`() throws {
    let run = try UserHome().run("--version").succeeds()
    #expect(run.output.hasPrefix("popkeep "))
    #expect(run.outputLines.count == 1)
  }

  @Test(arguments: [["--unknown"], ["nonsense"], ["list", "--limit", "-1"], ["list", "--limit", "x"]])
  func `a command line that is wrong ends with 64`(arguments: [String]) throws {
    let run = try UserHome().start(arguments).finish()
    #expect(run.status == 64)
    #expect(run.output == "")
    #expect(run.errors.contains("--help"))
  }
}
