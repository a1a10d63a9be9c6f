/// The content of a text part as UTF-8, whatever charset it is in.
enum BodyText {
  /// Appends the text of `content`: valid UTF-8, without a byte order mark.
  ///
  /// The declared charset decides, unless the octets say plainly that it is wrong; where none is declared, what HTML
  /// says of itself; then the octets alone.
  static func append(_ content: [UInt8], declared: String?, isHTML: Bool, to text: inout [UInt8]) {
    if appendMarked(content, to: &text) { return }
    let name = CharsetName(Array((declared ?? "").utf8.prefix(64)))
    let isASCII = content.span.isASCII
    if isASCII, !content.contains(.escape), !name.hidesInASCII {
      text += content
      return
    }
    var charset = name
    if charset == .unknown, isHTML, let meta = MetaCharset.find(content.span) { charset = CharsetName(meta) }
    append(content, charset, to: &text)
  }

  private static func append(_ content: [UInt8], _ charset: CharsetName, to text: inout [UInt8]) {
    switch charset {
    case .utf8:
      if content.contains(.escape), let guess = CharsetGuess.escapes(content.span) {
        return convert(content, [guess], to: &text)
      }
      appendUTF8(content, to: &text)
    case .western:
      // UTF-8 read as western is no text of any language.
      if content.span.isValidUTF8 { return appendGuess(content, to: &text) }
      appendWestern(content, to: &text)
    case .unknown: appendGuess(content, to: &text)
    case .named(let names):
      if !charset.hidesInASCII, isPlainlyUTF8(content) {
        text += content
      } else {
        convert(content, names, to: &text)
      }
    }
  }

  /// Whether it is UTF-8 though another charset was declared: so many characters are not so by chance.
  private static func isPlainlyUTF8(_ content: [UInt8]) -> Bool {
    guard content.span.isValidUTF8 else { return false }
    var characters = 0
    for octet in content where octet >= 0xC2 {
      characters += 1
      if characters == 6 { return true }
    }
    return false
  }

  /// What a byte order mark says; false where there is none.
  private static func appendMarked(_ content: [UInt8], to text: inout [UInt8]) -> Bool {
    if content.starts(with: [0xEF, 0xBB, 0xBF]) {
      appendUTF8(Array(content.dropFirst(3)), to: &text)
    } else if content.count % 2 == 0, content.starts(with: [0xFF, 0xFE]) {
      convert(Array(content.dropFirst(2)), ["UTF-16LE"], to: &text)
    } else if content.count % 2 == 0, content.starts(with: [0xFE, 0xFF]) {
      convert(Array(content.dropFirst(2)), ["UTF-16BE"], to: &text)
    } else {
      return false
    }
    return true
  }

  /// Text that should be UTF-8. Where most of what is beyond ASCII is, the rest was damaged; else it never was UTF-8.
  private static func appendUTF8(_ content: [UInt8], to text: inout [UInt8]) {
    if content.span.isValidUTF8 {
      text += content
      return
    }
    var good = 0
    var bad = 0
    var index = 0
    while index < content.count {
      let (scalar, length) = UTF8Scalar.read(content.span, at: index)
      if scalar == UTF8Scalar.replacement, length == 1 { bad += 1 } else if length > 1 { good += 1 }
      index += length
    }
    if bad <= good {
      text += String(decoding: content, as: UTF8.self).utf8
    } else {
      appendGuess(content, to: &text)
    }
  }

  private static func appendGuess(_ content: [UInt8], to text: inout [UInt8]) {
    if let escapes = CharsetGuess.escapes(content.span) { return convert(content, [escapes], to: &text) }
    if content.span.isValidUTF8 {
      text += content
    } else if let name = CharsetGuess.best(content.span), let converter = Converter(from: name) {
      converter.append(content, to: &text)
    } else {
      appendWestern(content, to: &text)
    }
  }

  private static func convert(_ content: [UInt8], _ names: [String], to text: inout [UInt8]) {
    for name in names {
      if let converter = Converter(from: name) { return converter.append(content, to: &text) }
    }
    appendGuess(content, to: &text)
  }

  private static func appendWestern(_ content: [UInt8], to text: inout [UInt8]) {
    for octet in content {
      if octet < 0x80 {
        text.append(octet)
      } else {
        UTF8Scalar.append(CharsetDecoder.western(octet), to: &text)
      }
    }
  }
}

extension CharsetName {
  /// Whether ASCII octets may mean something else in it.
  fileprivate var hidesInASCII: Bool {
    guard case .named(let names) = self, let name = names.first?.lowercased() else { return false }
    return ["utf-7", "utf-16", "utf-32", "ucs-", "iso-2022", "hz", "ebcdic", "cp037"].contains {
      name.hasPrefix($0)
    }
  }
}

/// `<meta charset="…">` and `<meta http-equiv="Content-Type" content="text/html; charset=…">`.
enum MetaCharset {
  private static let lengthLimit = 4_096

  static func find(_ html: Span<UInt8>) -> [UInt8]? {
    let head = html.extracting(first: lengthLimit)
    var start = 0
    while let equals = head.first(.equals, from: start) {
      start = equals + 1
      var nameEnd = equals
      while nameEnd > 0, head[nameEnd - 1].isHTMLBlank { nameEnd -= 1 }
      guard nameEnd >= 7, head.spells("charset", at: nameEnd - 7..<nameEnd), isInMeta(head, before: nameEnd)
      else { continue }
      while start < head.count, head[start].isHTMLBlank || head[start] == .quote || head[start] == .apostrophe
      {
        start += 1
      }
      var end = start
      while end < head.count, head[end].isLetter || head[end].isDigit || ":-_.".utf8.contains(head[end]) {
        end += 1
      }
      let name = head.copy(start..<end)
      // It could not be read if it were (HTML, section 13.2.3.2).
      return name.starts(with: Array("utf-16".utf8)) || name.starts(with: Array("UTF-16".utf8))
        ? Array("utf-8".utf8) : name
    }
    return nil
  }

  private static func isInMeta(_ head: Span<UInt8>, before end: Int) -> Bool {
    var index = end
    while index > 0 {
      index -= 1
      if head[index] == .greater { return false }
      if head[index] == .less { return index + 5 <= end && head.spells("meta", at: index + 1..<index + 5) }
    }
    return false
  }
}
