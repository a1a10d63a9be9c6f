import ArgumentParser
import Daemon
import Fetching
import Settings

struct DaemonCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "daemon",
    abstract: "Fetch unattended: every account when it is due, until it is stopped.",
    discussion: """
      Runs in the foreground and logs to standard error, or to the journal under systemd. Ctrl-C or SIGTERM commits \
      what has arrived and ends within ten seconds; SIGHUP, or a changed file, has the configuration read anew. \
      'popkeep status' shows how the accounts stand, 'popkeep fetch' asks the daemon for a run now.

      Examples:
        popkeep daemon
        popkeep daemon --shard 0/4       a quarter of the accounts
        popkeep daemon --log-format json

      Exit codes: 0 stopped, 64 usage, 65 the archive's marker is damaged, 73 an address is taken, 75 another \
      popkeep works on the archive, 78 configuration.
      """)

  @Option(
    name: .long,
    help: ArgumentHelp("The form of the log: text or json (default: as configured).", valueName: "form"))
  var logFormat: LogFormat?

  @OptionGroup var part: ShardOptions
  @OptionGroup var common: DaemonOptions

  func run() async throws {
    try await endingWithExitCode { try await serve() }
  }

  private func serve() async throws {
    let shared = common.shared
    let archive = part.archive.map(Environment.absolute)
    let load: @Sendable () throws -> Configuration = {
      var configuration = try Configuration.load(file: shared.configPath, home: Environment.home)
      if let archive { configuration.archive = archive }
      return configuration
    }
    let first = try shared.load()
    let log = Log(
      output: .automatic(environment: Environment.all), format: logFormat ?? first.daemon.log,
      least: common.quiet ? .warning : common.verbose ? .debug : .info)
    let daemon = try Daemon(
      DaemonParts(
        load: load, fileVersion: { Environment.fileVersion(of: shared.configPath) }, shard: part.shard,
        clock: .system, scheduleClock: .system, log: log,
        supervisor: Supervisor(environment: Environment.all), environment: Environment.all,
        version: Popkeep.version, seed: Environment.randomSeed(), process: Environment.process))
    try await DaemonSignals.obeying(daemon)
  }
}

/// The options of every command that make sense where nothing is printed.
struct DaemonOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The configuration file (default: $XDG_CONFIG_HOME/popkeep/config.json).", valueName: "file"))
  var config: String?

  @Flag(name: [.short, .long], help: "Log warnings and errors only.")
  var quiet = false

  @Flag(name: [.short, .long], help: "Log every poll and its stages.")
  var verbose = false

  var shared: SharedOptions {
    var options = SharedOptions()
    (options.config, options.json, options.quiet, options.verbose) = (config, false, quiet, verbose)
    return options
  }
}

extension LogFormat: ExpressibleByArgument {}
