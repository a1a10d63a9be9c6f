/// A figure of one entrant that is to stay below a bound.
struct Limit: Sendable {
  enum Quantity: Sendable {
    /// In microseconds.
    case processorTimePerMessage
    /// In octets.
    case peakMemory
    case roundTrips
    /// In seconds.
    case wallTime

    var label: String {
      switch self {
      case .processorTimePerMessage: "processor time a message"
      case .peakMemory: "peak memory"
      case .roundTrips: "round trips"
      case .wallTime: "wall time"
      }
    }

    /// The figure of a run that fetched so many messages; nil where it was not taken.
    func figure(_ measurement: Measurement, messages: Int) -> Double? {
      switch self {
      case .processorTimePerMessage: messages > 0 ? measurement.processor * 1e6 / Double(messages) : nil
      case .peakMemory: Double(measurement.peak)
      case .roundTrips: measurement.roundTrips.map(Double.init)
      case .wallTime: measurement.wall
      }
    }

    func text(_ figure: Double) -> String {
      switch self {
      case .processorTimePerMessage: Figure.microseconds(figure)
      case .peakMemory: Figure.megabytes(figure)
      case .roundTrips: Figure.rounded(figure, 0)
      case .wallTime: Figure.seconds(figure)
      }
    }
  }

  let entrant: String
  let quantity: Quantity
  let most: Double

  /// What popkeep may hold at once, whatever it does.
  static func memory(_ entrant: String) -> Limit {
    Limit(entrant: entrant, quantity: .peakMemory, most: 40_000_000)
  }
}
