import Fetching

/// One stage of a check, as it is shown: its name, how it went, how long it took, what was found.
struct CheckRow: Sendable, Encodable {
  let stage: String
  let seconds: Double
  let text: String
  /// More of it, line by line.
  let details: [String]
  /// What is odd without being a failure.
  let notes: [String]
  let problem: Problem?

  init(
    stage: String, seconds: Double, text: String, details: [String] = [], notes: [String] = [],
    problem: Problem?
  ) {
    self.stage = stage
    self.seconds = seconds
    self.text = text
    self.details = details
    self.notes = notes
    self.problem = problem
  }

  init(_ line: CheckLine) {
    self.init(
      stage: line.stage.rawValue, seconds: line.seconds, text: line.text, details: line.details,
      notes: line.notes, problem: line.problem)
  }

  /// The row, below it more of what was found, what is odd, and what to do about a failure.
  var lines: [String] {
    let milliseconds = "\(Int((seconds * 1000).rounded())) ms"
    let verdict = problem == nil ? notes.isEmpty ? "ok" : "note" : "FAILED"
    let head =
      "  \(padded(stage, 13))\(padded(verdict, 7))"
      + "\(String(repeating: " ", count: max(0, 9 - milliseconds.count)))\(milliseconds)  "
    let hint = problem.map { $0.hint.isEmpty ? [] : [$0.hint] } ?? []
    let indent = String(repeating: " ", count: head.count)
    return [head + text] + (hint + details + notes).map { indent + $0 }
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  private enum Keys: String, CodingKey { case stage, seconds, text, details, notes, ok }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Keys.self)
    try object.encode(stage, forKey: .stage)
    try object.encode(seconds, forKey: .seconds)
    try object.encode(text, forKey: .text)
    try object.encode(details, forKey: .details)
    try object.encode(notes, forKey: .notes)
    try object.encode(problem == nil, forKey: .ok)
  }
}
