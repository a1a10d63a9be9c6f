/// What went wrong with an account, as a person and a script need it: class, sentence, remedy.
package struct Problem: Error, Sendable, Equatable, Codable {
  /// The kinds of failure, gravest first where several accounts fail in different ways.
  package enum Class: String, Sendable, CaseIterable, Codable {
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
  /// Whose trouble it is.
  package let scope: Scope
  /// Where the server wants more time between log-ins: the seconds that are left, or 0 where it does not say; else nil.
  package let logInPause: Int64?

  /// Whose trouble a problem is: what others that share the thing must expect too.
  package enum Scope: String, Sendable, Codable {
    /// The account's own.
    case account
    /// The host cannot be reached.
    case host
    /// The archive cannot be used, or its disk.
    case archive
  }

  package init(
    _ kind: Class, _ message: String, hint: String, temporary: Bool = false, scope: Scope = .account,
    logInPause: Int64? = nil
  ) {
    self.kind = kind
    self.message = message
    self.hint = hint
    isTemporary = temporary
    self.scope = scope
    self.logInPause = logInPause
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
