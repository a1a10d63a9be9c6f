/// A ratio that popkeep is to reach.
package struct Aim: Sendable {
  package enum Bound: Sendable {
    case atMost(Double)
    case atLeast(Double)

    package func isMet(by ratio: Double) -> Bool {
      switch self {
      case .atMost(let bound): ratio <= bound
      case .atLeast(let bound): ratio >= bound
      }
    }

    package var text: String {
      switch self {
      case .atMost(let bound): "<= \(Figure.ratio(bound))"
      case .atLeast(let bound): ">= \(Figure.ratio(bound))"
      }
    }
  }

  /// The entrants' names, as the table has them.
  let numerator: String
  let denominator: String
  let bound: Bound

  /// popkeep takes at most so many times as long as `other`.
  static func popkeep(atMost factor: Double, times other: String) -> Aim {
    Aim(numerator: "popkeep", denominator: other, bound: .atMost(factor))
  }

  /// popkeep is at least so many times as fast as `other`.
  static func popkeep(atLeast factor: Double, timesFasterThan other: String) -> Aim {
    Aim(numerator: other, denominator: "popkeep", bound: .atLeast(factor))
  }
}
