/// What went wrong with an account, as a person and a script need it: class, sentence, remedy.
package struct Problem: Error, Sendable, Equatable {
  /// The kinds of failure, gravest first where several accounts fail in different ways.
  package enum Class: String, Sendable, CaseIterable {
    case bug
    case disk
    case cannotCreate
    case configuration
    case loginRefused
    case protocolOrTLS = "protocol"
    case unavailable
    case badData
    case tryAgain

    /// The exit code after sysexits.h.
    package var exitCode: Int32 {
      switch self {
      case .bug: 70
      case .disk: 74
      case .cannotCreate: 73
      case .configuration: 78
      case .loginRefused: 77
      case .protocolOrTLS: 76
      case .unavailable: 69
      case .badData: 65
      case .tryAgain: 75
      }
    }
  }

  package let kind: Class
  /// One sentence: what happened.
  package let message: String
  /// One sentence: what to do.
  package let hint: String
  /// True where trying again later may succeed without a person.
  package let isTemporary: Bool

  package init(_ kind: Class, _ message: String, hint: String, temporary: Bool = false) {
    self.kind = kind
    self.message = message
    self.hint = hint
    isTemporary = temporary
  }

  /// The gravest of several problems.
  package static func gravest(_ problems: [Problem]) -> Problem? {
    problems.min { a, b in rank(a.kind) < rank(b.kind) }
  }

  private static func rank(_ kind: Class) -> Int { Class.allCases.firstIndex(of: kind) ?? 0 }
}

extension Problem: CustomStringConvertible {
  package var description: String { hint.isEmpty ? message : "\(message) \(hint)" }
}
