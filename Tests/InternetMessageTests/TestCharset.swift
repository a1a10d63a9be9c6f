import Glibc

/// Text in the charsets that tests need, by iconv.
enum TestCharset {
  /// Nil where iconv does not know the charset.
  static func encode(_ text: String, _ charset: String) -> [UInt8]? {
    guard let converter = iconv_open(charset, "UTF-8"), converter != iconv_t(bitPattern: -1) else {
      return nil
    }
    defer { iconv_close(converter) }
    var source = Array(text.utf8)
    var target = [UInt8](repeating: 0, count: source.count * 4 + 16)
    var sourceLeft = source.count
    var targetLeft = target.count
    source.withUnsafeMutableBytes { source in
      target.withUnsafeMutableBytes { target in
        var from = source.baseAddress?.assumingMemoryBound(to: CChar.self)
        var to = target.baseAddress?.assumingMemoryBound(to: CChar.self)
        iconv(converter, &from, &sourceLeft, &to, &targetLeft)
        iconv(converter, nil, nil, &to, &targetLeft)
      }
    }
    return sourceLeft == 0 ? Array(target.dropLast(targetLeft)) : nil
  }
}
