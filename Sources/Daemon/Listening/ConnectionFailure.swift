import Glibc

/// Why a conversation on a local connection cannot go on.
package enum ConnectionFailure: Error, Equatable, CustomStringConvertible {
  /// The other end is gone, in the middle of a line or of what was written to it.
  case closed
  case timedOut
  /// A line longer than its limit.
  case lineTooLong
  case system(Int32)

  package var description: String {
    switch self {
    case .closed: "the other end is gone"
    case .timedOut: "the other end took too long"
    case .lineTooLong: "the other end sent a line that is too long"
    case .system(let code): String(cString: strerror(code))
    }
  }
}
