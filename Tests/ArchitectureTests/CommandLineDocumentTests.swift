import Testing

@Suite struct CommandLineDocumentTests {
  @Test func `docs/command-line.md describes every command and option, and no other`() throws {
    let document = try Project.file("docs/command-line.md")
    let everywhere = options(in: section("Options of every command", of: document))
    let described = Set(document.lines.filter { $0.hasPrefix("## `") }.flatMap(\.quoted))
    let commands = try CommandHelp.ofTheProgram().visible
    #expect(described == Set(commands.map(\.commandName)))
    for command in commands {
      let here = options(in: section("`\(command.commandName)`", of: document))
      for option in command.options {
        #expect(here.contains(option) || everywhere.contains(option), "\(command.commandName) \(option)")
      }
      #expect(here.isSubset(of: command.options), "\(command.commandName)")
      let text = section("`\(command.commandName)`", of: document).joined(separator: "\n")
      for below in command.visible {
        let name = "\(command.commandName) \(below.commandName)"
        #expect(text.contains("popkeep \(name)"), "\(name)")
      }
    }
  }

  @Test func `the man page names every command and option`() throws {
    let page = try Project.file("man/popkeep.1").text.replacing("\\-", with: "-")
    for command in try CommandHelp.ofTheProgram().visible {
      #expect(page.contains(".SS \(command.commandName)"), "\(command.commandName)")
      for option in command.options { #expect(page.contains(option), "\(command.commandName) \(option)") }
      for below in command.visible {
        let name = "\(command.commandName) \(below.commandName)"
        #expect(page.contains(".SS \(name)") || page.contains(".B \(name)"), "\(name)")
      }
    }
  }

  /// The lines below a heading of the second level, up to the next.
  private func section(_ heading: String, of document: Project.TextFile) -> [String] {
    let below = document.lines.drop { $0 != "## \(heading)" }.dropFirst()
    return Array(below.prefix { !$0.hasPrefix("## ") })
  }

  /// The options that the first cells of the section's tables name.
  private func options(in section: [String]) -> Set<String> {
    Set(
      section.filter { $0.hasPrefix("| `-") }.flatMap { line in
        (line.split(separator: "|").first ?? "").matches(of: /--[a-z][a-z-]*/).map { String($0.output) }
      })
  }
}
