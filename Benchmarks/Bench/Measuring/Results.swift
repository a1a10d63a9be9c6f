/// What the rounds of a case brought, by entrant and round.
struct Results: Sendable {
  private var measurements: [String: [Int: Measurement]] = [:]

  /// What entrants did not do, a sentence each.
  private(set) var failures: [String] = []
  private var failed: Set<String> = []

  init() {}

  mutating func note(_ measurement: Measurement, of entrant: String, round: Int) {
    measurements[entrant, default: [:]][round] = measurement
  }

  /// Takes an entrant out: it did not do what it was to do.
  mutating func fail(_ failure: BenchFailure, of entrant: String) {
    failures.append("\(entrant): \(failure)")
    failed.insert(entrant)
  }

  func hasFailed(_ entrant: String) -> Bool { failed.contains(entrant) }

  func figures(_ entrant: String, _ figure: (Measurement) -> Double?) -> [Int: Double] {
    (measurements[entrant] ?? [:]).compactMapValues(figure)
  }

  /// Nil where the entrant never ran.
  func spread(_ entrant: String, _ figure: (Measurement) -> Double?) -> Spread? {
    Spread(Array(figures(entrant, figure).values))
  }

  /// The ratio of wall times; nil where no round has both.
  func ratio(_ aim: Aim) -> Spread? {
    Spread(figures(aim.numerator, \.wall), over: figures(aim.denominator, \.wall))
  }
}
