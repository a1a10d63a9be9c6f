/// Durations and sizes as people write them: a whole number and its unit, `"90s"`, `"25MB"`.
enum Quantity {
  static let durationUnits: [(name: String, factor: Int64)] = [
    ("s", 1), ("m", 60), ("h", 3600), ("d", 86400), ("w", 604_800),
  ]
  static let sizeUnits: [(name: String, factor: Int64)] = [
    ("B", 1), ("KB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000),
    ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40),
  ]

  /// Seconds, or nil where `text` is no duration of ours.
  static func seconds(_ text: String) -> Int64? { measure(text, durationUnits) }

  /// Octets, or nil where `text` is no size of ours.
  static func octets(_ text: String) -> Int64? { measure(text, sizeUnits) }

  /// Per cent, or nil where `text` is no share of ours.
  static func percent(_ text: String) -> Int? {
    guard let (digits, unit) = parts(text), unit == "%", let share = Int(digits), share <= 100 else {
      return nil
    }
    return share
  }

  /// `text` as it should have been written, where only case or a space is wrong.
  static func respelled(_ text: String, _ units: [(name: String, factor: Int64)]) -> String? {
    let tight = text.filter { $0 != " " }
    guard let (digits, unit) = parts(tight),
      let right = units.first(where: { $0.name.lowercased() == unit.lowercased() })
    else { return nil }
    let respelled = digits + right.name
    return measure(respelled, units) == nil ? nil : respelled
  }

  private static func measure(_ text: String, _ units: [(name: String, factor: Int64)]) -> Int64? {
    guard let (digits, unit) = parts(text), let count = Int64(digits),
      let factor = units.first(where: { $0.name == unit })?.factor
    else { return nil }
    let (product, overflow) = count.multipliedReportingOverflow(by: factor)
    return overflow ? nil : product
  }

  private static func parts(_ text: String) -> (digits: String, unit: String)? {
    let digits = text.prefix { $0 >= "0" && $0 <= "9" }
    guard !digits.isEmpty, digits.utf8.count <= 18 else { return nil }
    return (String(digits), String(text.dropFirst(digits.count)))
  }
}
