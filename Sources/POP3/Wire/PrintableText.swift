/// Octets of a peer as text that is safe on a terminal and in a log.
///
/// Control characters, direction marks and line separators become `\u{…}`, octets that are no UTF-8
/// become `\xNN`, and what is too long is cut with an ellipsis.
public enum PrintableText {
  /// - Parameter limit: the greatest number of characters of the result.
  public static func escaped(_ bytes: [UInt8], limit: Int = 100) -> String {
    // Each octet gives a character at least, or four octets give one: more are never looked at.
    let head = Array(bytes.prefix(limit &* 4))
    let text = String(validating: head, as: UTF8.self).map(escapedScalars) ?? escapedOctets(head)
    if text.count <= limit, head.count == bytes.count { return text }
    return "\(text.prefix(max(0, limit - 1)))…"
  }

  private static func escapedScalars(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if isPrintable(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      }
    }
    return result
  }

  private static func escapedOctets(_ bytes: [UInt8]) -> String {
    bytes.reduce(into: "") { result, byte in
      if (32..<127).contains(byte) {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        result += digits.count == 1 ? "\\x0\(digits)" : "\\x\(digits)"
      }
    }
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return (32..<127).contains(scalar.value) }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
      return false
    default:
      return true
    }
  }
}
