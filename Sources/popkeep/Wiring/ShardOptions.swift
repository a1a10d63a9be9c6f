import ArgumentParser
import Fetching
import Settings

/// Which part of a configuration a command is for, where several instances share it.
struct ShardOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Take only the accounts that fall to this one of N instances, from 0/N on.", valueName: "i/n"))
  var shard: Shard?

  @Option(
    name: .long,
    help: ArgumentHelp("The archive (default: the one that the configuration names).", valueName: "dir"))
  var archive: String?

  /// The configuration with the archive and the accounts that are meant.
  func applied(to configuration: Configuration) -> Configuration {
    var configuration = configuration
    if let archive { configuration.archive = Environment.absolute(archive) }
    if let shard { configuration.accounts.removeAll { !shard.holds($0.name) } }
    return configuration
  }

  /// The first option that was given; nil where there is none.
  var firstUsed: String? { shard != nil ? "--shard" : archive != nil ? "--archive" : nil }
}

extension Shard: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}
