import Archive
import ArgumentParser
import Backup
import Fetching

struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Hash every file of the archive and compare it with what was fetched.",
    discussion: """
      Finds files that are damaged, missing, unreadable, doubled or foreign, and an index that is broken. No \
      file is changed. What is damaged or missing is noted in the index unless another popkeep is writing; the \
      next fetch brings it again where the server still has it.

      Examples:
        popkeep verify
        popkeep verify --sample 1%
        popkeep verify --archive /media/usb/mail
        popkeep verify --repair-from usb-red
                                         bring back what is damaged or missing

      Exit codes: 0 all is well, 64 usage, 65 something is damaged or missing, 74 something cannot be read, 78 \
      configuration.
      """)

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Read only a part of the messages, drawn anew each time, such as 1%; the others are looked for, not read.",
      valueName: "percent"))
  var sample: SampleShare?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Bring what is damaged or missing here back from this drive, by name or path.", valueName: "drive"))
  var repairFrom: String?

  @OptionGroup var place: ArchiveOptions
  @OptionGroup var common: SharedOptions

  func run() async throws {
    try await endingWithExitCode {
      let path = try place.path(common)
      // A drive that is not there is told before everything is read.
      let source = try repairFrom.map {
        try DriveWork.drive($0, of: try ArchiveFolder.open(path, for: .reading))
      }
      let started = ContinuousClock.now
      let progress = ProgressLine(quiet: common.quiet || common.json, verbose: common.verbose)
      var line = VerifyLine(progress)
      var findings: [Finding] = []
      let summary = try ArchiveFolder.verify(
        path, sample: sample.flatMap { Sample(share: $0.share, seed: Environment.now()) },
        each: { finding in
          if findings.count < 10_000 { findings.append(finding) }
          progress.clear()
          if !common.json { Output.error("\(finding)") }
        }, progress: { line.show($0) })
      progress.clear()
      let repair = try await repair(path, from: source)
      let seconds = Double(spent: ContinuousClock.now - started)
      if common.json {
        try JSONOutput.print(
          VerifyDocument(summary, findings, sample: sample?.share ?? 1, repair, seconds: seconds))
      } else if !common.quiet {
        Output.line(text(summary, seconds))
        if let repair { Output.line(Self.text(repair)) }
      }
      if let kind = kind(of: summary, repair) { throw ExitCode(kind.exitCode) }
    }
  }

  private func text(_ summary: VerifySummary, _ seconds: Double) -> String {
    let files = Quantity.count(summary.files, "file")
    let of =
      sample.map { "a sample of \($0.text), \(files) of \(Quantity.grouped(summary.present))" } ?? files
    return "\(of) (\(Quantity.octets(summary.octets))) read in \(Quantity.seconds(seconds)): "
      + (summary.isWell ? "all as fetched" : Quantity.count(summary.problems, "problem"))
  }

  /// What the verification found is in the index: the drive's copies of it come back.
  private func repair(_ path: String, from drive: AttachedDrive?) async throws -> RepairSummary? {
    guard let drive else { return nil }
    let archive = try ArchiveFolder.open(path, for: .writing)
    return try await DriveWork(common).run { isStopped in
      try ArchiveRepair(archive, from: drive, now: Environment.now(), isStopped: isStopped).run()
    }
  }

  private static func text(_ repair: RepairSummary) -> String {
    let lacking =
      repair.lacking > 0 ? "; the drive has no whole copy of \(Quantity.grouped(repair.lacking))" : ""
    return "\(Quantity.count(repair.repaired, "message")) brought back\(lacking)"
  }

  /// Damage is graver than what may only be a lack of permission. What was brought back is damaged no more.
  private func kind(of summary: VerifySummary, _ repair: RepairSummary?) -> Problem.Class? {
    if let repair, repair.repaired > 0 || summary.problems == 0 {
      let left = summary.problems - summary.unreadable - repair.repaired
      if left <= 0, repair.lacking == 0 { return summary.unreadable > 0 ? .disk : nil }
    }
    if summary.problems > summary.unreadable { return .badData }
    return summary.unreadable > 0 ? .disk : nil
  }
}

/// What `verify --json` prints.
private struct VerifyDocument: Encodable {
  struct Item: Encodable {
    let kind: String
    let account: String
    let file: String
    let reason: String?
  }

  let files: Int
  let present: Int
  let octets: Int64
  /// The part that was to be read; 1: all.
  let sample: Double
  let problems: Int
  let findings: [Item]
  /// Messages that were brought back from a drive, and those that it has no whole copy of; absent without one.
  let repaired: Int?
  let lacking: Int?
  let seconds: Double

  init(
    _ summary: VerifySummary, _ findings: [Finding], sample: Double, _ repair: RepairSummary?, seconds: Double
  ) {
    repaired = repair?.repaired
    lacking = repair?.lacking
    files = summary.files
    present = summary.present
    octets = summary.octets
    self.sample = sample
    problems = summary.problems
    self.findings = findings.map {
      Item(kind: $0.kind.rawValue, account: $0.account, file: $0.file, reason: $0.reason)
    }
    self.seconds = seconds
  }
}
