/// A line of the dialogue as people may see it: secrets masked, control characters escaped.
package struct TraceLine: Sendable, Equatable, CustomStringConvertible {
  package enum Speaker: String, Sendable {
    case client = "C"
    case server = "S"
  }

  package let speaker: Speaker
  /// What was said; for messages and listings, in parentheses, how much it was.
  package let text: String

  package var description: String { "\(speaker.rawValue): \(text)" }
}
