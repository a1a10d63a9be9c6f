/// Least, median and greatest of some figures.
package struct Spread: Equatable {
  package let least: Double
  package let median: Double
  package let greatest: Double

  /// Nil where there are no figures.
  package init?(_ figures: [Double]) {
    let sorted = figures.sorted()
    guard let least = sorted.first, let greatest = sorted.last else { return nil }
    self.least = least
    self.greatest = greatest
    let middle = sorted.count / 2
    median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// The ratios of figures that were taken in the same round, so that what slows a whole round down falls out;
  /// nil where no round has both.
  package init?(_ numerators: [Int: Double], over denominators: [Int: Double]) {
    self.init(
      numerators.compactMap { round, numerator in
        denominators[round].flatMap { $0 > 0 ? numerator / $0 : nil }
      })
  }
}
