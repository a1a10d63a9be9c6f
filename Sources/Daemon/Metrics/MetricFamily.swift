/// One metric with all its samples, which are made one after another while they are written.
package struct MetricFamily: Sendable {
  package enum Kind: String, Sendable {
    case counter, gauge
  }

  package struct Sample: Sendable {
    package let labels: [(name: String, value: String)]
    package let value: Double

    package init(_ value: Double, labels: [(name: String, value: String)] = []) {
      self.labels = labels
      self.value = value
    }
  }

  package let name: String
  package let help: String
  package let kind: Kind
  package let samples: @Sendable () -> AnySequence<Sample>

  /// `name` and the names of labels are ours, and valid; help and labels may hold any text.
  ///
  /// Ten thousand accounts: `{ AnySequence(accounts.lazy.map { Sample(Double($0.stored), labels: …) }) }`.
  package init(
    _ name: String, help: String, kind: Kind, samples: @escaping @Sendable () -> AnySequence<Sample>
  ) {
    self.name = name
    self.help = help
    self.kind = kind
    self.samples = samples
  }
}
