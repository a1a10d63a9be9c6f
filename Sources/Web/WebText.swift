/// Text from outside, made fit for a sentence.
enum WebText {
  /// Printable ASCII of it, at most 200 characters.
  static func clean(_ text: String) -> String {
    let octets = text.utf8.prefix(200).map { (0x20..<0x7f).contains($0) ? $0 : UInt8(ascii: "?") }
    return String(decoding: octets, as: UTF8.self)
  }
}

/// The text of a C array, up to its first zero.
func string<Value>(of array: Value) -> String {
  withUnsafeBytes(of: array) { octets in
    String(decoding: octets.prefix { $0 != 0 }, as: UTF8.self)
  }
}
