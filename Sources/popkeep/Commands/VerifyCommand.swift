import Archive
import ArgumentParser
import Fetching

struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Hash every file of the archive and compare it with what was fetched.",
    discussion: """
      Finds files that are damaged, missing, doubled or foreign, and an index that is broken. Nothing is changed.

      Examples:
        popkeep verify
        popkeep verify --archive /media/usb/mail

      Exit codes: 0 all is well, 65 something is damaged or missing, 74 disk, 78 configuration.
      """)

  @OptionGroup var place: ArchiveOptions
  @OptionGroup var common: SharedOptions

  func run() async throws {
    try await endingWithExitCode {
      let archive = try place.open(for: .reading, common)
      let started = ContinuousClock.now
      var findings: [Finding] = []
      let summary = try archive.verify { finding in
        if findings.count < 10_000 { findings.append(finding) }
        if !common.json { Output.error("\(finding)") }
      }
      let seconds = Double(spent: ContinuousClock.now - started)
      if common.json {
        try JSONOutput.print(VerifyDocument(summary, findings, seconds: seconds))
      } else if !common.quiet {
        Output.line(
          "\(Quantity.count(summary.files, "file")) (\(Quantity.octets(summary.octets))) read in "
            + "\(Quantity.seconds(seconds)): "
            + (summary.isWell ? "all as fetched" : Quantity.count(summary.problems, "problem")))
      }
      if !summary.isWell { throw ExitCode(Problem.Class.badData.exitCode) }
    }
  }
}

/// What `verify --json` prints.
private struct VerifyDocument: Encodable {
  struct Item: Encodable {
    let kind: String
    let account: String
    let file: String
  }

  let files: Int
  let octets: Int64
  let problems: Int
  let findings: [Item]
  let seconds: Double

  init(_ summary: VerifySummary, _ findings: [Finding], seconds: Double) {
    files = summary.files
    octets = summary.octets
    problems = summary.problems
    self.findings = findings.map { Item(kind: $0.kind.rawValue, account: $0.account, file: $0.file) }
    self.seconds = seconds
  }
}
