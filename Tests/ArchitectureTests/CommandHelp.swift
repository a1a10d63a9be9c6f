import FoundationEssentials
import Glibc
import TestFiles
import Testing

/// A command as the built program describes it: its name, its options, and the commands below it.
struct CommandHelp: Decodable {
  struct Argument: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String
    }

    let kind: String
    let names: [Name]?
    let shouldDisplay: Bool
  }

  let commandName: String
  let shouldDisplay: Bool?
  let arguments: [Argument]?
  let subcommands: [CommandHelp]?

  private struct Dump: Decodable { let command: CommandHelp }

  /// Asks the program that stands beside the running tests.
  static func ofTheProgram() throws -> CommandHelp {
    let program = try programPath()
    let folder = try TemporaryFolder()
    try #require(system("'\(program)' --experimental-dump-help >'\(folder("help.json"))' </dev/null") == 0)
    return try JSONDecoder().decode(Dump.self, from: Data(try readFile(folder("help.json")))).command
  }

  /// The commands that help shows.
  var visible: [CommandHelp] {
    (subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }
  }

  /// The long options that help shows, with their dashes, and those of the commands below it.
  var options: [String] { ownOptions + visible.flatMap(\.options) }

  private var ownOptions: [String] {
    (arguments ?? []).filter(\.shouldDisplay).flatMap { $0.names ?? [] }
      .filter { $0.kind == "long" }.map { "--\($0.name)" }
  }

  /// The program beside the running tests.
  static func programPath() throws -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let length = readlink("/proc/self/exe", &buffer, buffer.count)
    try #require(length > 0)
    let tests = String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let program = "/" + tests.split(separator: "/").dropLast().joined(separator: "/") + "/popkeep"
    try #require(isThere(program), "popkeep is not built beside the tests")
    return program
  }
}
