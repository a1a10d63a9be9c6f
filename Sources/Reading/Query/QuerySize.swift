/// A size as people write it: `5M`, `1.5 GB` without the blank, `64KiB`, `800`.
enum QuerySize {
  private static let units: [String: Double] = [
    "": 1, "b": 1, "k": 1e3, "kb": 1e3, "m": 1e6, "mb": 1e6, "g": 1e9, "gb": 1e9, "t": 1e12, "tb": 1e12,
    "kib": 1024, "mib": 1_048_576, "gib": 1_073_741_824, "tib": 1_099_511_627_776,
  ]

  /// Octets; nil where `text` is no size.
  static func octets(_ text: String) -> Int64? {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let number = Double(digits), digits.first != ".", digits.last != ".",
      let factor = units[text.dropFirst(digits.count).lowercased()]
    else { return nil }
    return Int64(exactly: (number * factor).rounded())
  }
}
