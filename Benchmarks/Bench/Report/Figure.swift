/// Figures as text: three digits that mean something.
package enum Figure {
  package static func seconds(_ value: Double) -> String {
    value < 0.1 ? "\(rounded(value * 1000, 1)) ms" : "\(rounded(value, value < 10 ? 2 : 1)) s"
  }

  package static func megabytes(_ value: Double) -> String { "\(rounded(value / 1e6, 1)) MB" }

  package static func microseconds(_ value: Double) -> String { "\(rounded(value, 1)) us" }

  package static func ratio(_ value: Double) -> String { rounded(value, 2) }

  /// With so many digits after the point, and no more of them than are needed.
  package static func rounded(_ value: Double, _ digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let number = (value * scale).rounded() / scale
    return number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
  }

  /// The median, and in parentheses the least and the greatest where there are several.
  package static func spread(_ spread: Spread?, _ text: (Double) -> String) -> String {
    guard let spread else { return "-" }
    let (least, greatest) = (text(spread.least), text(spread.greatest))
    return least == greatest ? least : "\(text(spread.median)) (\(least) .. \(greatest))"
  }
}
