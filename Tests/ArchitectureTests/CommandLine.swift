import FoundationEssentials

/// A command line of popkeep that a unit, a container file, or a document starts it with.
struct CommandLine {
  let origin: String
  let words: [String]

  /// Every one below packaging, and in the documents about running the daemon.
  static func all() throws -> [CommandLine] {
    let units = try ["packaging/systemd", "packaging/systemd/user"].flatMap(SystemdUnit.all)
    let job = try LaunchdJob.ofTheProject()
    return units.flatMap { unit in
      unit["ExecStart"].map { [CommandLine(origin: unit.description, words: Self.words($0))] } ?? []
    } + [CommandLine(origin: LaunchdJob.path, words: Array(job.programArguments.dropFirst()))]
      + (try inLists(of: "packaging/Containerfile", after: "CMD "))
      + (try inLists(of: "docs/scale.md", after: "args: "))
      + (try ["docs/daemon.md", "docs/scale.md"].flatMap(inShellBlocks))
  }

  /// What of it `help` does not know: the command, or options as in "status --nonsense".
  func unknown(to help: CommandHelp) -> [String] {
    let name = words.first ?? ""
    guard let command = help.visible.first(where: { $0.commandName == name }) else { return [name] }
    return words.dropFirst().filter { $0.hasPrefix("--") }
      .map { String($0.prefix { $0 != "=" }) }
      .filter { !command.options.contains($0) }.map { "\(name) \($0)" }
  }

  /// The words behind the program, which is the first.
  private static func words(_ line: String) -> [String] {
    line.split(separator: " ").dropFirst().map(String.init)
  }

  /// Lists of words in the form of JSON that stand behind `opening`.
  private static func inLists(of path: String, after opening: String) throws -> [CommandLine] {
    try Project.file(path).lines.map(\.trimmed).filter { $0.hasPrefix("\(opening)[") }.map { line in
      let list = Data(line.dropFirst(opening.count).utf8)
      return CommandLine(origin: path, words: try JSONDecoder().decode([String].self, from: list))
    }
  }

  /// `popkeep` and a word that could be a command, wherever a line of a shell example has them.
  private static func inShellBlocks(of path: String) throws -> [CommandLine] {
    let lines = try Project.file(path).shellBlocks.flatMap(\.self)
    return lines.compactMap { line in
      let code = (line.split(separator: "#", omittingEmptySubsequences: false).first ?? "").trimmed
      let words = code.split(separator: " ").map(String.init)
      guard let start = words.lastIndex(of: "popkeep"), start + 1 < words.count,
        words[start + 1].allSatisfy({ $0.isLowercase && $0.isLetter })
      else { return nil }
      let rest = words[(start + 1)...].prefix { !["|", "&&", ";"].contains($0) }
      return CommandLine(origin: path, words: Array(rest))
    }
  }
}

extension Project.TextFile {
  /// The lines of each example for the shell, without their fences; those within a list item too.
  var shellBlocks: [[String]] {
    var blocks: [[String]] = []
    var isInside = false
    for line in lines.map(\.trimmed) {
      if line == "```sh" {
        isInside = true
        blocks.append([])
      } else if line.hasPrefix("```") {
        isInside = false
      } else if isInside {
        blocks[blocks.count - 1].append(line)
      }
    }
    return blocks
  }
}
