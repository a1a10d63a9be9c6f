import Archive
import ArgumentParser
import Daemon
import Fetching
import Settings

struct FetchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Fetch what is new, now.",
    discussion: """
      Examples:
        popkeep fetch                    every account of the configuration
        popkeep fetch home work          these accounts
        popkeep fetch --shard 0/4 --archive DIR
                                         the accounts of one of four instances
        popkeep fetch --dry-run          what would be done, and why; changes nothing
        popkeep fetch pop3s://alice%40example.org@pop.example.org --to DIR --create
                                         without a configuration; the password is
                                         asked for

      Where a daemon works on the archive, it is asked to do it, and its progress is shown.

      Exit codes: 0 done (also when there was nothing new), 69 server unavailable, 73 cannot create, 74 disk, \
      75 try again later, 76 protocol or TLS, 77 log-in refused, 78 configuration. With several accounts the \
      gravest counts, and the others are still served.
      """)

  @Argument(help: "Accounts to fetch (default: all), or one URL with --to.")
  var accounts: [String] = []

  @Flag(name: .long, help: "Print the plan with reasons; fetch and delete nothing.")
  var dryRun = false

  @OptionGroup var part: ShardOptions
  @OptionGroup var url: URLOptions
  @OptionGroup var common: SharedOptions

  func validate() throws {
    let isURL = accounts.contains { $0.contains("://") }
    if isURL && accounts.count != 1 {
      throw ValidationError("One URL at a time, and no account names beside it.")
    }
    if isURL && url.to == nil {
      throw ValidationError("A URL needs --to DIR: the archive to fetch into.")
    }
    if isURL, let option = part.firstUsed {
      throw ValidationError("\(option) does not go with a URL.")
    }
    if !isURL && url.isUsed { throw ValidationError("\(url.firstUsed) goes with a URL.") }
  }

  func run() async throws {
    try await endingWithExitCode {
      if let target = accounts.first, target.contains("://") {
        try await fetch(try url.configuration(for: target), create: url.create, ask: true)
      } else {
        try await fetch(part.applied(to: try common.load()), create: false, ask: false)
      }
    }
  }

  private func fetch(_ configuration: Configuration, create: Bool, ask: Bool) async throws {
    let isURL = accounts.first?.contains("://") ?? false
    let chosen = try configuration.chosen(isURL ? [] : accounts)
    if !isURL, let daemon = RunningDaemon.reach(configuration) {
      return try show(askDaemon(daemon, chosen))
    }
    let passwords = try Passwords(chosen, ask: ask || Prompt.isPossible)
    if create {
      try ArchiveFolder.createUnlessPresent(configuration.archive)
    } else if isURL {
      try ArchiveFolder.require(configuration.archive, or: "--create makes a new one there")
    }
    let archive: Archive
    do { archive = try ArchiveFolder.open(configuration.archive, for: .writing) } catch let failure
      as ArchiveFailure
    {
      guard !isURL, failure.isLocked, let daemon = try await RunningDaemon.await(configuration) else {
        throw failure
      }
      return try show(askDaemon(daemon, chosen))
    }
    let runner = SyncRunner(archive: archive, configuration: configuration, common: common)
    let reports = await runner.run(chosen, passwords: passwords, mode: dryRun ? .dryRun : .fetch)
    try show(reports)
  }

  /// Has a running daemon do it: two programs never work on an archive at a time.
  private func askDaemon(_ daemon: consuming ControlClient, _ chosen: [Account]) throws -> [AccountReport] {
    let progress = ProgressLine(quiet: common.quiet || common.json, verbose: common.verbose)
    progress.detail("the running daemon fetches")
    let names = chosen.map(\.name)
    let reports = try daemon.fetch(names, isRehearsal: dryRun) { progress.show($0, $1) }
    progress.clear()
    let places = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return reports.sorted { places[$0.name, default: 0] < places[$1.name, default: 0] }
  }

  private func show(_ reports: [AccountReport]) throws {
    if common.json {
      try JSONOutput.print(FetchDocument(accounts: reports))
    } else {
      for report in reports { ReportText(report, isDryRun: dryRun, common: common).show() }
    }
    for report in reports {
      if let problem = report.error { Output.error("\(report.name): \(problem)") }
    }
    if let gravest = Problem.gravest(reports.compactMap(\.problem)) {
      throw ExitCode(gravest.kind.exitCode)
    }
  }
}

/// What `fetch --json` prints.
private struct FetchDocument: Encodable {
  let accounts: [AccountReport]
}
