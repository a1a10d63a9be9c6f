extension JSONReader {
  /// Reads a string in single or double quotes; the next byte is its quote.
  mutating func string() throws(ConfigurationFailure) -> String {
    let start = position()
    let quote = peek()
    index += 1
    var text: [UInt8] = []
    while let byte = peek(), byte != quote {
      switch byte {
      case UInt8(ascii: "\\"):
        index += 1
        try escape(into: &text)
      case 10, 13: throw failure("the text that begins here has no closing quote in its line", at: start)
      case _:
        text.append(byte)
        index += 1
      }
    }
    guard peek() != nil else { throw failure("the text that begins here has no closing quote", at: start) }
    index += 1
    guard let string = String(validating: text, as: UTF8.self) else {
      throw failure("the text that begins here is not UTF-8", at: start)
    }
    return string
  }

  private mutating func escape(into text: inout [UInt8]) throws(ConfigurationFailure) {
    if skipLineEnd() { return }
    guard let byte = peek() else { throw failure("the file ends inside a text") }
    index += 1
    switch byte {
    case UInt8(ascii: "b"): text.append(8)
    case UInt8(ascii: "f"): text.append(12)
    case UInt8(ascii: "n"): text.append(10)
    case UInt8(ascii: "r"): text.append(13)
    case UInt8(ascii: "t"): text.append(9)
    case UInt8(ascii: "v"): text.append(11)
    case UInt8(ascii: "x"): try append(hexadecimal(2), to: &text)
    case UInt8(ascii: "u"): try append(codeUnits(), to: &text)
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      guard byte == UInt8(ascii: "0"), peek().map({ $0 < 48 || $0 > 57 }) ?? true else {
        throw failure("a backslash stands before a digit; write \\u00XX")
      }
      text.append(0)
    // Any other character stands for itself; what follows of its bytes is read as text.
    case _: text.append(byte)
    }
  }

  /// The scalar of one `\u` escape, or of two that are a surrogate pair.
  private mutating func codeUnits() throws(ConfigurationFailure) -> UInt32 {
    let first = try hexadecimal(4)
    guard first & 0xFC00 == 0xD800 else { return first }
    guard peek() == UInt8(ascii: "\\"), peek(1) == UInt8(ascii: "u") else {
      throw failure("the first half of a surrogate pair stands alone")
    }
    index += 2
    let second = try hexadecimal(4)
    guard second & 0xFC00 == 0xDC00 else { throw failure("the first half of a surrogate pair stands alone") }
    return 0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF)
  }

  private mutating func hexadecimal(_ digits: Int) throws(ConfigurationFailure) -> UInt32 {
    guard bytes.count - index >= digits,
      bytes[index..<(index + digits)].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit && $0 < 128 }),
      let value = UInt32(String(decoding: bytes[index..<(index + digits)], as: UTF8.self), radix: 16)
    else { throw failure("\(digits) hexadecimal digits are expected here") }
    index += digits
    return value
  }

  private mutating func append(_ code: UInt32, to text: inout [UInt8]) throws(ConfigurationFailure) {
    guard let scalar = Unicode.Scalar(code) else {
      throw failure("the second half of a surrogate pair stands alone")
    }
    text += Array(String(Character(scalar)).utf8)
  }
}
