import Fetching

/// One stage of a check, as it is shown: its name, how it went, how long it took, what was found.
struct CheckRow: Sendable, Encodable {
  let stage: String
  let seconds: Double
  let text: String
  let problem: Problem?

  init(stage: String, seconds: Double, text: String, problem: Problem?) {
    self.stage = stage
    self.seconds = seconds
    self.text = text
    self.problem = problem
  }

  init(_ line: CheckLine) {
    self.init(stage: line.stage.rawValue, seconds: line.seconds, text: line.text, problem: line.problem)
  }

  /// The row, and below a failure what to do.
  var lines: [String] {
    let milliseconds = "\(Int((seconds * 1000).rounded())) ms"
    let head =
      "  \(padded(stage, 13))\(padded(problem == nil ? "ok" : "FAILED", 7))"
      + "\(String(repeating: " ", count: max(0, 9 - milliseconds.count)))\(milliseconds)  "
    guard let problem, !problem.hint.isEmpty else { return [head + text] }
    return [head + text, String(repeating: " ", count: head.count) + problem.hint]
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  private enum Keys: String, CodingKey { case stage, seconds, text, ok }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Keys.self)
    try object.encode(stage, forKey: .stage)
    try object.encode(seconds, forKey: .seconds)
    try object.encode(text, forKey: .text)
    try object.encode(problem == nil, forKey: .ok)
  }
}
