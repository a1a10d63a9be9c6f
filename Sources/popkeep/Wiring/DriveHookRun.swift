import Archive
import Backup
import Daemon
import Fetching
import Settings

/// Runs the hooks of drives for a command that copies to them; where a daemon does that, it runs them.
struct DriveHookRun {
  private let configuration: Configuration
  private let archive: Archive

  init(_ configuration: Configuration, _ archive: Archive) {
    self.configuration = configuration
    self.archive = archive
  }

  func tell(_ outcomes: [DriveOutcome]) {
    guard configuration.drives.contains(where: { $0.hooks != .none }) else {
      return
    }
    let hooks = HookDesk(
      archive: configuration.archive, now: { Environment.now() },
      withheld: { [configuration] in configuration.passwordVariables }
    ) { line in
      if line.level >= .warning { Output.error("\(line.drive ?? ""): \(line.message)") }
    }
    defer { hooks.drain(within: .seconds(30)) }
    for outcome in outcomes {
      guard let own = configuration.drive(named: outcome.report.name)?.hooks else { continue }
      let hasNews = outcome.report.copied > 0 || outcome.report.damaged > 0
      if hasNews, let hook = own.onBackup {
        hooks.noteBackup(outcome.report, canUnplug: outcome.problem == nil, by: hook)
      }
      if let problem = outcome.problem, let hook = own.onFailure {
        hooks.noteFailure(problem, ofDrive: outcome.report.name, by: hook)
      }
    }
    do { try DriveWork.tellSilence(of: configuration.drives, in: archive, by: hooks) } catch {
      Output.error("onSilence: \(Problem(ofDriveWork: error))")
    }
  }
}
