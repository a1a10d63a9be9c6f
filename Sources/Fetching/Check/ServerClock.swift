import POP3

/// The time by a server's clock, where its greeting gives it away: many make the timestamp of APOP of it
/// (RFC 1939, section 7).
enum ServerClock {
  /// Seconds that clocks may differ by without a word.
  private static let tolerance: Int64 = 300
  /// A number that is farther away is none of the time.
  private static let longest: Int64 = 3 * 365 * 86_400

  /// What there is to say of a server's clock that differs from this machine's; nil: nothing.
  static func note(_ greeting: Greeting, now: Int64) -> String? {
    guard let time = time(greeting, now: now), abs(time - now) > tolerance else { return nil }
    let gap = abs(time - now)
    let span = gap >= 172_800 ? "\(gap / 86_400) days" : gap >= 7200 ? "\(gap / 3600) h" : "\(gap / 60) min"
    return
      "The server's clock is \(span) \(time > now ? "ahead of" : "behind") this machine's; nothing goes by it."
  }

  private static func time(_ greeting: Greeting, now: Int64) -> Int64? {
    guard let stamp = greeting.apopTimestamp else { return nil }
    let numbers = stamp.split { !(48...57).contains($0) }.compactMap {
      Int64(String(decoding: $0, as: UTF8.self))
    }
    // The one that is nearest to now, of those that can be a time at all.
    return numbers.filter { abs($0 - now) < longest }.min { abs($0 - now) < abs($1 - now) }
  }
}
