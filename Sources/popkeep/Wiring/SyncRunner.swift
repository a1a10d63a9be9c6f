import Archive
import Fetching
import Settings
import UnixSignals

/// Runs syncs for a command: progress on the terminal, an orderly end on Ctrl-C or SIGTERM.
struct SyncRunner {
  let archive: Archive
  let configuration: Configuration
  let common: SharedOptions

  func run(
    _ accounts: [Account], passwords: Passwords, mode: AccountSync.Mode
  ) async -> [AccountReport] {
    let stop = StopRequest()
    let progress = ProgressLine(quiet: common.quiet, verbose: common.verbose)
    let fleet = Fleet(
      archive: archive, minFree: configuration.minFree,
      clock: .system, stop: stop, observer: { progress.show($0, $1) })
    let members = accounts.map { account in
      Fleet.Member(account, password: { try passwords.password(of: account) })
    }
    return await withTaskGroup(of: Void.self) { group in
      group.addTask { await Self.watchSignals(stop) }
      let reports = await fleet.sync(members, mode: mode)
      group.cancelAll()
      progress.clear()
      return reports
    }
  }

  /// The first signal ends the run gently, the second cuts the connections.
  private static func watchSignals(_ stop: StopRequest) async {
    var isSecond = false
    for await signal in await UnixSignalsSequence(trapping: .sigint, .sigterm) {
      if isSecond { return stop.cutShort() }
      isSecond = true
      Output.note("popkeep: \(signal): committing what has arrived; once more to end at once")
      stop.stop()
    }
  }
}
