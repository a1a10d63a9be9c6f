/// How much a line of the log matters, by the names of syslog (RFC 5424, section 6.2.1).
package enum LogLevel: String, Sendable, CaseIterable, Comparable {
  case debug, info, notice, warning, error

  /// The number that syslog and the journal know it by.
  package var priority: Int {
    switch self {
    case .debug: 7
    case .info: 6
    case .notice: 5
    case .warning: 4
    case .error: 3
    }
  }

  package static func < (a: LogLevel, b: LogLevel) -> Bool { a.priority > b.priority }
}
