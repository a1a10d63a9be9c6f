import Archive
import Daemon
import Fetching
import Glibc
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
    let keeper = SearchKeeper(
      lending: { [archive] in try $0(archive) },
      minFree: { [configuration] in configuration.minFree.octets(of: $0) }
    ) { error in
      Output.error("what has come is not ready for search yet: \(Problem(classifying: error))")
    }
    let fleet = Fleet(
      archive: archive, minFree: configuration.minFree,
      clock: .system, stop: stop,
      observer: {
        progress.show($0, $1)
        if mode == .fetch, case .committed(let messages) = $1 { keeper.note(fetched: messages, for: $0) }
      })
    let hooks = HookDesk(
      archive: configuration.archive, now: { Environment.now() },
      withheld: { [configuration] in configuration.passwordVariables }
    ) { line in
      if line.level >= .warning { Output.error("\(line.account ?? line.drive ?? ""): \(line.message)") }
    }
    defer { hooks.drain(within: .seconds(30)) }
    let members = accounts.map { account in
      Fleet.Member(account, secret: { try passwords.secret(of: account, insteadOf: $0) })
    }
    return await withTaskGroup(of: Void.self) { group in
      group.addTask { await Self.watchSignals(stop) }
      let reports = await fleet.sync(members, mode: mode) { [archive] member, outcome in
        if mode == .fetch { hooks.note(outcome, of: member.account, in: archive) }
      }
      if mode == .fetch { tellSilence(accounts, hooks) }
      keeper.end()
      group.cancelAll()
      progress.clear()
      return reports
    }
  }

  private func tellSilence(_ accounts: [Account], _ hooks: HookDesk) {
    do {
      try hooks.tellSilence(of: accounts, in: archive, since: Environment.now())
      try DriveWork.tellSilence(of: configuration.drives, in: archive, by: hooks)
    } catch {
      Output.error("onSilence: \(Problem(classifying: error))")
    }
  }

  /// How long a run has to end after the second signal: it may wait for a program that gives no password.
  private static let grace: Duration = .seconds(2)

  /// The first signal ends the run gently; the second cuts the connections, and soon after it the process ends,
  /// whatever it waits for. What is committed by then is safe, and the rest is as after a power cut.
  static func watchSignals(
    _ stop: StopRequest, saying what: String = "committing what has arrived"
  ) async {
    var isSecond = false
    for await signal in await UnixSignalsSequence(trapping: .sigint, .sigterm) {
      if isSecond {
        stop.cutShort()
        do { try await Task.sleep(for: grace) } catch { return }
        RunningCommands.end()
        _exit(Problem.Class.tryAgain.exitCode)
      }
      isSecond = true
      Output.note("popkeep: \(signal): \(what); once more to end at once")
      stop.stop()
    }
  }
}
