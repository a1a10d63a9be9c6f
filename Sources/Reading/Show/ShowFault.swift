/// Why a message, or a part of one, cannot be shown.
package enum ShowFault: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file of the message with these digits is not there.
  case gone(String)
  /// What was handed out is not what was fetched.
  case damaged
  /// There is no part of this number; there are others.
  case noPart(String, [String])

  package var description: String {
    switch self {
    case .gone(let id): "The file of message \(id) is gone."
    case .damaged: "What was printed is not what was fetched: the file is damaged."
    case .noPart(let number, let others):
      "The message has no part \(TerminalText.line(number)) with content; it has: "
        + "\(others.prefix(50).joined(separator: ", "))\(others.count > 50 ? ", …" : "")."
    }
  }
}
