/// Takes HTML apart into text and tags, by the states of the WHATWG's tokenizer as far as text needs them (HTML,
/// section 13.2.5). Comments, declarations and tags without a name are passed over.
///
/// Each octet is looked at a fixed number of times whatever the HTML: what was searched for in vain is not searched for again.
struct HTMLTokenizer {
  private var index = 0

  /// Where nothing more is to be found: from there on, no such quote; and no end of a raw element.
  private var noQuote = InlineArray<2, Bool>(repeating: false)
  private var rawName: UInt64 = 0
  private var rawElement = HTMLElement.unknown
  private var rawWithoutEnd: [UInt64] = []

  /// False at the end.
  mutating func next(_ html: Span<UInt8>, _ token: inout HTMLToken) -> Bool {
    while index < html.count {
      if rawName != 0 {
        if readRaw(html, &token) { return true }
        continue
      }
      if html[index] != .less {
        readText(html, from: index, &token)
        return true
      }
      if readMarkup(html, &token) { return true }
    }
    return false
  }

  private mutating func readText(_ html: Span<UInt8>, from start: Int, _ token: inout HTMLToken) {
    let end = html.first(.less, from: index == start ? index : start + 1) ?? html.count
    token.kind = .text
    token.text = start..<end
    index = end
  }

  /// What starts with `<`; true where it is a token.
  private mutating func readMarkup(_ html: Span<UInt8>, _ token: inout HTMLToken) -> Bool {
    let start = index
    let next = start + 1 < html.count ? html[start + 1] : 0
    if next.isLetter {
      index = start + 1
      return readTag(html, &token, .start)
    }
    switch next {
    case .slash:
      let letter = start + 2 < html.count ? html[start + 2] : 0
      index = start + 2
      if letter.isLetter { return readTag(html, &token, .end) }
      skip(html, beyond: .greater)
      return false
    case UInt8(ascii: "!"):
      if start + 3 < html.count, html[start + 2] == .hyphen, html[start + 3] == .hyphen {
        skipComment(html, from: start + 4)
      } else {
        skip(html, beyond: .greater)
      }
      return false
    case .question:
      skip(html, beyond: .greater)
      return false
    default:
      // A `<` that is text.
      index = start + 1
      readText(html, from: start, &token)
      return true
    }
  }

  private mutating func skip(_ html: Span<UInt8>, beyond octet: UInt8) {
    index = html.first(octet, from: index).map { $0 + 1 } ?? html.count
  }

  private mutating func skipComment(_ html: Span<UInt8>, from start: Int) {
    // `<!-->` and `<!--->` are whole comments; so the end may overlap the start.
    index = start
    var search = start - 2
    while let end = html.first(.greater, from: search) {
      let isEnd = end >= start && html[end - 1] == .hyphen && html[end - 2] == .hyphen
      let isBangEnd =
        end >= start + 3 && html[end - 1] == UInt8(ascii: "!") && html[end - 2] == .hyphen
        && html[end - 3] == .hyphen
      if isEnd || isBangEnd {
        index = end + 1
        return
      }
      search = end + 1
    }
    index = html.count
  }

  /// A tag whose name starts at `index`; false where the HTML ends within it.
  private mutating func readTag(
    _ html: Span<UInt8>, _ token: inout HTMLToken, _ kind: HTMLToken.Kind
  ) -> Bool {
    var packed: UInt64 = 0
    let start = index
    while index < html.count, !html[index].endsTagName {
      if index - start < 8 { packed = packed << 8 | UInt64(html[index].lowered) }
      index += 1
    }
    token.kind = kind
    token.element = HTMLElement.named(packed)
    token.attributes = HTMLAttributes()
    guard readAttributes(html, &token.attributes) else { return false }
    if kind == .start, token.element == .rawHidden || token.element == .rawText,
      !rawWithoutEnd.contains(packed)
    {
      rawName = packed
      rawElement = token.element
    }
    return true
  }

  /// Reads to behind the `>` of the tag; false where there is none.
  private mutating func readAttributes(_ html: Span<UInt8>, _ attributes: inout HTMLAttributes) -> Bool {
    while index < html.count {
      let octet = html[index]
      if octet == .greater {
        index += 1
        return true
      }
      if octet.isHTMLBlank || octet == .slash {
        index += 1
        continue
      }
      let name = index
      // An equals sign where a name should be is its first octet.
      index += 1
      while index < html.count, !html[index].endsAttributeName { index += 1 }
      let nameEnd = index
      skipBlanks(html)
      guard index < html.count, html[index] == .equals else {
        attributes.note(html, name: name..<nameEnd, value: nil)
        continue
      }
      index += 1
      skipBlanks(html)
      attributes.note(html, name: name..<nameEnd, value: readValue(html))
    }
    return false
  }

  private mutating func skipBlanks(_ html: Span<UInt8>) {
    while index < html.count, html[index].isHTMLBlank { index += 1 }
  }

  private mutating func readValue(_ html: Span<UInt8>) -> Range<Int> {
    guard index < html.count else { return index..<index }
    let mark = html[index]
    let which = mark == .quote ? 0 : 1
    if mark == .quote || mark == .apostrophe, !noQuote[which] {
      if let end = html.first(mark, from: index + 1) {
        let start = index + 1
        index = end + 1
        return start..<end
      }
      // Browsers let such a quote swallow all that follows; here the tag ends where it seems to.
      noQuote[which] = true
    }
    let start = index
    while index < html.count, !html[index].isHTMLBlank, html[index] != .greater { index += 1 }
    return start..<index
  }

  /// What stands in an element without markup; false where it is not to be shown.
  private mutating func readRaw(_ html: Span<UInt8>, _ token: inout HTMLToken) -> Bool {
    let name = rawName
    rawName = 0
    var search = index
    let start = index
    while let less = html.first(.less, from: search) {
      if less + 1 < html.count, html[less + 1] == .slash, isName(name, in: html, at: less + 2) {
        index = less
        token.kind = .rawText
        token.text = start..<less
        return rawElement == .rawText
      }
      search = less + 1
    }
    // Not closed: styles and scripts run to the end, as in browsers; a title does not.
    rawWithoutEnd.append(name)
    if name == Self.style || name == Self.script { index = html.count }
    return false
  }

  private static let style = HTMLElement.pack("style".utf8)
  private static let script = HTMLElement.pack("script".utf8)

  private func isName(_ name: UInt64, in html: Span<UInt8>, at start: Int) -> Bool {
    var packed: UInt64 = 0
    var end = start
    while end < html.count, !html[end].endsTagName {
      if end - start == 8 { return false }
      packed = packed << 8 | UInt64(html[end].lowered)
      end += 1
    }
    return packed == name
  }
}

extension UInt8 {
  static let apostrophe: UInt8 = 0x27

  /// Blanks of HTML: form feeds are among them.
  var isHTMLBlank: Bool { isBlank || self == 0x0C }

  fileprivate var endsTagName: Bool { self == .greater || self == .slash || isHTMLBlank }
  fileprivate var endsAttributeName: Bool { self == .equals || endsTagName }
}
