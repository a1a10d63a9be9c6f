/// The pause between two log-ins that a server asks for (LOGIN-DELAY, RFC 2449, section 6.5). Pure.
struct LogInPause {
  /// No server is taken at its word for more than a day.
  static let longest: Int64 = 86_400

  private let start: Int64
  private let seconds: Int64

  /// - Parameter start: the last log-in, in seconds since 1970 UTC.
  init(seconds: Int64, since start: Int64) {
    self.start = start
    self.seconds = min(max(0, seconds), Self.longest)
  }

  /// The seconds to wait; nil where the pause is over, or the clock stands before its start.
  func left(now: Int64) -> Int64? {
    let (passed, overflow) = now.subtractingReportingOverflow(start)
    return overflow || passed < 0 || passed >= seconds ? nil : seconds - passed
  }

  /// What to say where a log-in would come too soon.
  func problem(host: String, now: Int64) -> Problem? {
    guard let left = left(now: now) else { return nil }
    return Problem(
      .tryAgain,
      "\(host) wants \(seconds) seconds between log-ins: the next may come at \(Self.time(now + left)) UTC.",
      hint: "Try again in \(left) seconds, or set \"every\" to no less than \(seconds) s.", temporary: true,
      logInPause: left)
  }

  /// The time of the day, as 09:05:00.
  private static func time(_ instant: Int64) -> String {
    let second = ((instant % 86_400) + 86_400) % 86_400
    return [second / 3_600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
      .joined(separator: ":")
  }
}
