import Backup
import Fetching

/// What came of one drive: a report, and the problem that ended it.
struct DriveOutcome: Sendable {
  let report: DriveReport
  let problem: Problem?

  /// The problem that the exit code speaks of: what ended it, or messages that are damaged.
  var gravest: Problem? {
    if let problem { return problem }
    guard report.damaged + report.missingThere > 0 else { return nil }
    return Problem(.badData, "Messages are damaged or missing.", hint: "")
  }
}

/// What `backup --json` prints.
struct DriveReportDocument: Encodable {
  private let drives: [Row]

  init(_ outcomes: [DriveOutcome]) { drives = outcomes.map(Row.init) }

  private struct Row: Encodable {
    let outcome: DriveOutcome

    private enum Keys: String, CodingKey {
      case name, id, path, copied, bytes, verified, missingHere, missingThere, damaged, seconds, warnings,
        error
    }

    private enum ErrorKeys: String, CodingKey {
      case kind = "class"
      case message, hint, temporary
    }

    func encode(to encoder: any Encoder) throws {
      let report = outcome.report
      var object = encoder.container(keyedBy: Keys.self)
      try object.encode(report.name, forKey: .name)
      try object.encode(report.id, forKey: .id)
      try object.encode(report.path, forKey: .path)
      try object.encode(report.copied, forKey: .copied)
      try object.encode(report.bytes, forKey: .bytes)
      try object.encode(report.verified, forKey: .verified)
      try object.encode(report.missingHere, forKey: .missingHere)
      try object.encode(report.missingThere, forKey: .missingThere)
      try object.encode(report.damaged, forKey: .damaged)
      try object.encode(report.seconds, forKey: .seconds)
      try object.encode(report.warnings, forKey: .warnings)
      guard let problem = outcome.problem else { return try object.encodeNil(forKey: .error) }
      var error = object.nestedContainer(keyedBy: ErrorKeys.self, forKey: .error)
      try error.encode(problem.kind.rawValue, forKey: .kind)
      try error.encode(problem.message, forKey: .message)
      try error.encode(problem.hint, forKey: .hint)
      try error.encode(problem.isTemporary, forKey: .temporary)
    }
  }
}
