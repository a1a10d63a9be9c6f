/// What a soak saw.
package struct SoakReport {
  /// A quantity that must not grow.
  package struct Trend: Sendable {
    package let name: String
    package let figures: [Double]
    /// More than this share of the earlier median and this much on top of it is growth.
    package let share: Double
    package let slack: Double

    package init(_ name: String, _ figures: [Double], share: Double, slack: Double) {
      self.name = name
      self.figures = figures
      self.share = share
      self.slack = slack
    }

    /// The medians of the second and the last quarter: the first is for what a program takes once.
    package var medians: (early: Double, late: Double)? {
      let quarter = figures.count / 4
      guard quarter > 0, let early = Spread(Array(figures[quarter..<(2 * quarter)])),
        let late = Spread(Array(figures[(figures.count - quarter)...]))
      else { return nil }
      return (early.median, late.median)
    }

    package var hasGrown: Bool {
      medians.map { $0.late > $0.early * (1 + share) + slack } ?? true
    }
  }

  var samples: [ProcessSample] = []
  /// What happened, and how often.
  var counts: [(name: String, count: Int)] = []
  var failures: [String] = []

  var isWell: Bool { failures.isEmpty && !trends.contains(where: \.hasGrown) }

  var trends: [Trend] {
    [
      Trend("memory, MB", samples.map { Double($0.resident) / 1e6 }, share: 0.1, slack: 4),
      Trend("threads", samples.map { Double($0.threads) }, share: 0, slack: 2),
      Trend("descriptors", samples.map { Double($0.descriptors) }, share: 0, slack: 4),
    ]
  }

  var text: String {
    var table = Table(["", "least", "greatest", "2nd quarter", "last quarter", "may be", ""])
    for trend in trends {
      guard let medians = trend.medians, let spread = Spread(trend.figures) else { continue }
      table.add([
        trend.name, Figure.rounded(spread.least, 1), Figure.rounded(spread.greatest, 1),
        Figure.rounded(medians.early, 1), Figure.rounded(medians.late, 1),
        Figure.rounded(medians.early * (1 + trend.share) + trend.slack, 1),
        trend.hasGrown ? "GROWN" : "steady",
      ])
    }
    let events = counts.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
    return ([table.text, events] + failures.map { "FAILED \($0)" }).joined(separator: "\n\n") + "\n"
  }
}
