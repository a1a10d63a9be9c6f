import Glibc

/// One conversion of iconv into UTF-8.
@safe struct Converter: ~Copyable {
  private let descriptor: iconv_t
  private let readsEscapes: Bool

  /// Nil where iconv does not know the charset.
  init?(from charset: String) {
    readsEscapes = JapaneseEscapes.isName(charset)
    guard let opened = unsafe iconv_open("UTF-8", readsEscapes ? "CP932" : charset),
      unsafe opened != iconv_t(bitPattern: -1)
    else {
      return nil
    }
    unsafe descriptor = opened
  }

  deinit { unsafe iconv_close(descriptor) }

  /// The text of `octets`; those that the charset does not know become U+FFFD each.
  consuming func text(_ octets: [UInt8]) -> String {
    var utf8: [UInt8] = []
    append(octets, to: &utf8)
    return String(decoding: utf8, as: UTF8.self)
  }

  /// Appends the text of `octets` as UTF-8, which is valid whatever the octets are.
  consuming func append(_ octets: [UInt8], to text: inout [UInt8]) {
    var utf8: [UInt8] = []
    utf8.reserveCapacity(octets.count * 2)
    // iconv's parameter is not const, but it leaves its input as it is.
    var input = readsEscapes ? JapaneseEscapes.shiftJIS(octets) : octets
    var piece = [UInt8](repeating: 0, count: Self.pieceSize)
    var offset = 0
    while offset < input.count {
      let step = convert(&input, from: offset, by: &piece, into: &utf8)
      offset += step.consumed
      if step.failure == 0 { break }
      if step.failure == E2BIG, step.consumed > 0 { continue }
      utf8 += Self.replacement
      // Cut off in the middle of a character (EINVAL): one mark for all that is left.
      offset = step.failure == EINVAL ? input.count : offset + 1
    }
    if utf8.span.isValidUTF8 { text += utf8 } else { text += String(decoding: utf8, as: UTF8.self).utf8 }
  }

  private static let replacement = Array("\u{FFFD}".utf8)
  private static let failed = Int(bitPattern: UInt.max)
  private static let pieceSize = 4096

  /// One call of iconv: what it read, and the errno of why it stopped (0: all was read and its state flushed).
  private func convert(
    _ input: inout [UInt8], from offset: Int, by piece: inout [UInt8], into utf8: inout [UInt8]
  ) -> (consumed: Int, failure: Int32) {
    var inputLeft = input.count - offset
    var outputLeft = piece.count
    var failure: Int32 = 0
    unsafe input.withUnsafeMutableBytes { source in
      unsafe piece.withUnsafeMutableBytes { target in
        var from = unsafe source.baseAddress?.advanced(by: offset).assumingMemoryBound(to: CChar.self)
        var to = unsafe target.baseAddress?.assumingMemoryBound(to: CChar.self)
        if unsafe iconv(descriptor, &from, &inputLeft, &to, &outputLeft) == Self.failed {
          failure = errno
        } else if unsafe iconv(descriptor, nil, nil, &to, &outputLeft) == Self.failed {
          failure = errno
        }
      }
    }
    utf8 += piece[..<(piece.count - outputLeft)]
    return (input.count - offset - inputLeft, failure)
  }
}
