import Backup
import Fetching
import MailIndex

/// What is said of drives, a line each.
enum DriveNote {
  static func attached(_ sight: DriveSight, _ lack: DriveLack) -> String {
    let rest = lack.messages == 0 ? "complete" : "\(amount(lack.messages, lack.octets)) to copy"
    return "attached at \(sight.path); \(rest)"
  }

  static func ended(_ end: DriveEnd, share: Int) -> String {
    let report = end.report
    var parts: [String] = []
    switch end.visit.kind {
    case .verification:
      parts.append(
        "\(messages(report.verified)) read; \(report.damaged) damaged, \(report.missingThere) missing")
    case .backup where report.copied == 0: parts.append("nothing new to copy")
    case .backup:
      let isRead = report.verified - end.read >= report.copied
      parts.append("\(amount(report.copied, report.bytes)) copied\(isRead ? ", all read back" : "")")
    }
    if end.hasReadSample, end.read > 0 { parts.append("\(share)% of the others read: \(messages(end.read))") }
    if end.problem == nil { parts.append("you can unplug it now") }
    return parts.joined(separator: "; ")
  }

  /// What of a run somebody should see to.
  static func warnings(_ end: DriveEnd) -> [String] {
    let report = end.report
    var warnings = report.warnings
    if end.found > 0 {
      let isMended = end.visit.kind == .backup && end.problem == nil
      warnings.append(
        "\(end.found == 1 ? "1 copy" : "\(end.found) copies") on it damaged or missing"
          + (isMended ? ", and made again; watch this drive" : ""))
    }
    if report.missingHere > 0 {
      warnings.append(
        "\(messages(report.missingHere)) could not be copied: they are missing here; run 'popkeep verify'")
    }
    return warnings
  }

  private static func amount(_ count: Int, _ octets: Int64) -> String {
    "\(messages(count)) (\(octets) octets)"
  }

  private static func messages(_ count: Int) -> String { "\(count) \(count == 1 ? "message" : "messages")" }
}
