import ArgumentParser

/// What `--sample` takes: `1%`, `0.1%`, `100%`.
struct SampleShare: ExpressibleByArgument {
  /// The part of the whole, more than 0 and at most 1.
  let share: Double
  /// As it was written.
  let text: String

  init?(argument: String) {
    guard argument.hasSuffix("%"), argument.utf8.allSatisfy({ Self.allowed.contains($0) }),
      let percent = Double(argument.dropLast()), percent > 0, percent <= 100
    else { return nil }
    share = percent / 100
    text = argument
  }

  // Digits and a point: no sign, no exponent, no "inf".
  private static let allowed = Set("0123456789.%".utf8)
}
