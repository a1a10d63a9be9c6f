import Archive
import ArgumentParser
import Backup
import Daemon
import Fetching

struct BackupVerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Read what is on a drive and compare it with what was fetched.",
    discussion: """
      Files are read from the drive itself, past what the system holds in memory. What is damaged or missing there does \
      not count as a copy any more, and the next 'popkeep backup' copies it again; what is damaged here comes back by \
      'popkeep verify --repair-from'.

      Examples:
        popkeep backup verify usb-red
        popkeep backup verify /media/usb --sample 5%

      Exit codes: 0 all is well, 65 something is damaged or missing, 74 the drive cannot be read, 75 it is not \
      attached, 78 there is no such drive.
      """)

  @Argument(help: "The drive, by name or path.")
  var drive: String

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Read only a part of the messages, drawn anew each time, such as 1%; the others are looked for, not read.",
      valueName: "percent"))
  var sample: SampleShare?

  @OptionGroup var place: ArchiveOptions
  @OptionGroup var common: SharedOptions

  func run() async throws {
    try await endingWithExitCode {
      let path = try place.path(common)
      let outcome = try await DriveWork(common).asking(path, daemon: askDaemon, or: verify)
      if common.json {
        try JSONOutput.print(DriveReportDocument([outcome]))
        if let problem = outcome.problem { Output.error("\(outcome.report.name): \(problem)") }
      } else {
        DriveReportText(outcome, common).showVerification()
      }
      if let gravest = outcome.gravest { throw ExitCode(gravest.kind.exitCode) }
    }
  }

  private func askDaemon(_ daemon: consuming ControlClient) throws -> DriveOutcome {
    let progress = DriveWork(common).progress
    progress.detail("the running daemon reads")
    let started = ContinuousClock.now
    defer { progress.clear() }
    let name = drive.contains("/") ? Environment.absolute(drive) : drive
    let (report, problem) = try daemon.verifyDrive(name, share: sample?.share) {
      progress.show($0, $1, since: started)
    }
    return DriveOutcome(report: report, problem: problem)
  }

  private func verify(_ archive: Archive) async throws -> DriveOutcome {
    let found = try DriveWork.drive(drive, of: archive)
    let work = DriveWork(common)
    let part = sample.flatMap { Sample(share: $0.share, seed: Environment.now()) }
    let started = ContinuousClock.now
    let progress = work.progress
    var report = try await work.run { isStopped in
      try DriveVerification(
        archive, found, sample: part, threads: DriveWork.threads, now: { Environment.now() },
        isStopped: isStopped, observe: { progress.show(found.marker.name, $0, since: started) }
      ).run()
    }
    report.seconds = Double(spent: ContinuousClock.now - started)
    return DriveOutcome(report: report, problem: nil)
  }
}
