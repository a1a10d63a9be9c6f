/// Times of the day, by this machine's clock on the wall, in which the daemon does not look by itself.
package struct QuietHours: Sendable, Equatable {
  /// From a minute of the day to another; where the end is not after the start, it lies in the next day.
  package struct Span: Sendable, Equatable {
    /// Minutes since midnight, 0 to 1439.
    package let start: Int
    /// Minutes since midnight, 0 to 1440; the first that is not quiet.
    package let end: Int

    package init(start: Int, end: Int) {
      self.start = start
      self.end = end
    }

    /// Reads `22:00-06:00`; nil where `text` is no span, or one of no length.
    init?(_ text: String) {
      let halves = text.split(separator: "-", omittingEmptySubsequences: false).map(Self.minute)
      guard halves.count == 2, let start = halves[0], let end = halves[1], start != end, start < 1440 else {
        return nil
      }
      self.init(start: start, end: end)
    }

    private static func minute(_ text: Substring) -> Int? {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.utf8.count) }), parts[1].utf8.count == 2,
        parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
        let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60, hour * 60 + minute <= 1440
      else { return nil }
      return hour * 60 + minute
    }

    /// Minutes until the span ends; nil where `minute` is not in it.
    func left(at minute: Int) -> Int? {
      let length = (end - start + 1440) % 1440 == 0 ? 1440 : (end - start + 1440) % 1440
      let passed = (minute - start + 1440) % 1440
      return passed < length ? length - passed : nil
    }
  }

  package let spans: [Span]

  package init(_ spans: [Span] = []) { self.spans = spans }

  /// Minutes until it is no longer quiet; nil where it is not quiet now.
  ///
  /// - Parameter minute: minutes since midnight on the wall.
  package func left(at minute: Int) -> Int? {
    var total = 0
    // Spans may follow one another; together they may even be the whole day.
    while total < 1440, let more = spans.compactMap({ $0.left(at: (minute + total) % 1440) }).max() {
      total += more
    }
    return total == 0 ? nil : min(total, 1440)
  }
}
