import Backup
import Fetching

/// What came of drives, as text.
struct DriveReportText {
  private let outcome: DriveOutcome
  private let common: SharedOptions

  init(_ outcome: DriveOutcome, _ common: SharedOptions) {
    self.outcome = outcome
    self.common = common
  }

  /// Prints how a backup went.
  func showBackup() {
    let report = outcome.report
    if outcome.problem == nil, !common.quiet {
      Output.line("\(report.name): \(copied); everything is on the drive, you can unplug it now")
      if report.missingHere > 0 {
        Output.line(
          "\(report.name): \(Quantity.count(report.missingHere, "message")) of the index not here any more, and so "
            + "not copied")
      }
    }
    if report.damaged > 0 {
      Output.error(
        "\(report.name): \(Quantity.count(report.damaged, "message")) damaged. 'popkeep verify' tells which are so here."
      )
    }
    showProblem()
  }

  private var copied: String {
    let report = outcome.report
    guard report.copied > 0 else {
      return report.verified > 0
        ? "nothing new, \(Quantity.count(report.verified, "message")) read" : "nothing new"
    }
    let pace =
      report.seconds > 0.5 ? " (\(Quantity.octets(Int64(Double(report.bytes) / report.seconds)))/s)" : ""
    let readBack = report.verified >= report.copied ? " and read back" : ", not read back"
    return
      "\(Quantity.count(report.copied, "message")) (\(Quantity.octets(report.bytes))) copied\(readBack) in "
      + Quantity.seconds(report.seconds) + pace
  }

  /// Prints how a verification went.
  func showVerification() {
    let report = outcome.report
    if outcome.problem == nil, !common.quiet {
      let worse = report.damaged + report.missingThere
      Output.line(
        "\(report.name): \(Quantity.count(report.verified, "message")) read in \(Quantity.seconds(report.seconds)): "
          + (worse == 0 ? "all as fetched" : "\(report.damaged) damaged, \(report.missingThere) missing"))
      if worse > 0 {
        Output.error("\(report.name): 'popkeep backup' copies again what is damaged or missing there.")
      }
    }
    for warning in report.warnings { Output.error("\(report.name): \(warning)") }
    showProblem()
  }

  private func showProblem() {
    if let problem = outcome.problem { Output.error("\(outcome.report.name): \(problem)") }
  }
}
