import Glibc

/// A charset of the world, through the C library's iconv.
struct Charset: ~Copyable {
  private let converter: iconv_t

  /// nil: the C library does not know it.
  init?(_ name: String) {
    converter = iconv_open(name, "UTF-8")
    if converter == iconv_t(bitPattern: -1) { return nil }
  }

  deinit { iconv_close(converter) }

  /// The octets of `text`, in the charset's first state at both ends; nil where it lacks a character.
  func encode(_ text: String) -> [UInt8]? {
    var input = text.utf8.map { CChar(bitPattern: $0) }
    // No charset here needs more than four octets for one of UTF-8, escape sequences included.
    var output = [CChar](repeating: 0, count: input.count * 4 + 64)
    var left = input.count
    var free = output.count
    let isWhole = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        var from = input.baseAddress
        var to = output.baseAddress
        // The first call forgets what stood before, the last one ends an escape sequence.
        return iconv(converter, nil, nil, nil, nil) == 0 && iconv(converter, &from, &left, &to, &free) == 0
          && iconv(converter, nil, nil, &to, &free) == 0
      }
    }
    return isWhole ? output.dropLast(free).map { UInt8(bitPattern: $0) } : nil
  }
}

/// A text in the charset that it is sent in.
struct EncodedText {
  let charset: String
  let octets: [UInt8]

  /// US-ASCII where that suffices, else the preferred charset, else UTF-8.
  init(_ text: String, preferred: String) {
    if text.utf8.allSatisfy({ $0 < 128 }) {
      (charset, octets) = ("us-ascii", Array(text.utf8))
    } else if let preferredCharset = Charset(preferred), let octets = preferredCharset.encode(text) {
      (charset, self.octets) = (preferred, octets)
    } else {
      (charset, octets) = ("UTF-8", Array(text.utf8))
    }
  }
}
