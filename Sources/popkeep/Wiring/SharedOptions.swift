import ArgumentParser
import Fetching
import Settings

/// The options that every command has.
struct SharedOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The configuration file (default: $XDG_CONFIG_HOME/popkeep/config.json).", valueName: "file"))
  var config: String?

  @Flag(name: .long, help: "Print one JSON document instead of text.")
  var json = false

  @Flag(name: [.short, .long], help: "Print errors only.")
  var quiet = false

  @Flag(name: [.short, .long], help: "Print more of what happens.")
  var verbose = false

  /// The configuration, read and valid; a failure ends the command with exit code 78.
  func load() throws -> Configuration {
    do {
      return try Configuration.load(file: configPath, home: Environment.home)
    } catch {
      throw Failure(.configuration, error.sentence, hint: "")
    }
  }

  /// The path of the configuration file, given or by default.
  var configPath: String { config ?? Environment.defaultConfigPath }
}

extension ConfigurationFailure {
  /// The description with its full stop; a suggestion ends with its own mark.
  var sentence: String { suggestion == nil ? "\(self)." : description }
}
