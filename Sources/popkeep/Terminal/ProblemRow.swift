import Fetching

/// A problem in a JSON document.
struct ProblemRow: Encodable {
  private let kind: String
  private let message: String
  private let hint: String

  private enum CodingKeys: String, CodingKey {
    case kind = "class"
    case message, hint
  }

  init(_ problem: Problem) {
    kind = problem.kind.rawValue
    message = problem.message
    hint = problem.hint
  }
}
