/// Reads the dates of mail: RFC 5322 §3.3, its obsolete forms, and what software writes instead.
public enum MailDate {
  /// The octets of a date that are looked at, at most.
  static let octetLimit = 256

  /// The moment that `text` names, in seconds since 1970 UTC; nil where it is none within 1970…9999.
  public static func parse(_ text: [UInt8]) -> Int64? { parse(text.span, text.indices) }

  static func parse(_ text: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    var reader = DateReader(range.lowerBound..<min(range.upperBound, range.lowerBound + octetLimit))
    reader.read(text)
    return reader.seconds
  }

  /// The date of a Received value: what follows its last `;` outside comments, or any other `;` that a date follows.
  static func received(_ value: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    var candidates: [Int] = []
    var depth = 0
    for index in range {
      switch value[index] {
      case .openParenthesis: depth += 1
      case .closeParenthesis: depth = max(0, depth - 1)
      case .semicolon where depth == 0: candidates.append(index)
      default: break
      }
    }
    for start in candidates.suffix(4).reversed() {
      if let date = parse(value, start + 1..<range.upperBound) { return date }
    }
    return nil
  }
}
