extension JSONReader {
  /// Reads a number: its value where it is a whole one of 64 bits, else nil.
  mutating func number() throws(ConfigurationFailure) -> Int64? {
    let place = position()
    let start = index
    while let byte = peek(), isWordByte(byte) || byte == UInt8(ascii: ".") || isSign(byte) { index += 1 }
    var digits = String(decoding: bytes[start..<index], as: UTF8.self)[...]
    let sign = digits.first == "-" ? "-" : ""
    if digits.first == "-" || digits.first == "+" { digits.removeFirst() }
    if digits == "Infinity" || digits == "NaN" { return nil }
    if digits.hasPrefix("0x") || digits.hasPrefix("0X") {
      let hex = digits.dropFirst(2)
      guard !hex.isEmpty, hex.allSatisfy(\.isHexDigit) else {
        throw failure("this is not a number", at: place)
      }
      return Int64(sign + hex, radix: 16)
    }
    guard isDecimal(digits) else { throw failure("this is not a number", at: place) }
    return Int64(sign + digits)
  }

  private func isSign(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") }

  /// True for `1`, `1.5`, `.5`, `5.`, `1e3`; false for `01` and for words.
  private func isDecimal(_ text: Substring) -> Bool {
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
    guard let mantissa = parts.first, parts.count <= 2 else { return false }
    if parts.count == 2 {
      let exponent = parts[1].first == "-" || parts[1].first == "+" ? parts[1].dropFirst() : parts[1]
      guard !exponent.isEmpty, exponent.allSatisfy(isDigit) else { return false }
    }
    let halves = mantissa.split(separator: ".", omittingEmptySubsequences: false)
    guard halves.count <= 2, halves.contains(where: { !$0.isEmpty }) else { return false }
    let whole = halves[0]
    return halves.allSatisfy { $0.allSatisfy(isDigit) } && (whole.count < 2 || whole.first != "0")
  }
}

private func isDigit(_ character: Character) -> Bool { character >= "0" && character <= "9" }
