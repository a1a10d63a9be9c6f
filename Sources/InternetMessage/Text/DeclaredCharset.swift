/// The charset parameter of a Content-Type value (RFC 2045 §5.1).
enum DeclaredCharset {
  /// The name in lower case; nil where there is none.
  static func find(_ header: Span<UInt8>, _ value: Range<Int>) -> [UInt8]? {
    let parameter = "charset="
    var start = value.lowerBound
    while let found = header.first(.equals, from: start), found < value.upperBound {
      start = found + 1
      let name = found + 1 - parameter.utf8.count
      if name >= value.lowerBound, header.spells(parameter, at: name..<found + 1) {
        return text(header, start..<value.upperBound)
      }
    }
    return nil
  }

  private static func text(_ header: Span<UInt8>, _ range: Range<Int>) -> [UInt8]? {
    var name: [UInt8] = []
    for index in range.prefix(64) {
      let octet = header[index]
      if octet == .semicolon || octet.isBlank { break }
      if octet != .quote { name.append(octet.lowered) }
    }
    return name.isEmpty ? nil : name
  }
}
