/// A stretch of text or a tag, as places in the HTML.
struct HTMLToken {
  enum Kind { case text, rawText, start, end }

  var kind = Kind.text
  /// The text as it is written, references not decoded.
  var text = 0..<0
  var element = HTMLElement.unknown
  var attributes = HTMLAttributes()
}

/// The attributes of a tag that matter to text: where their values stand, between quotes if there are any.
struct HTMLAttributes {
  var style: Range<Int>?
  var href: Range<Int>?
  var alt: Range<Int>?
  /// The first number of a list.
  var start: Range<Int>?
  var isHidden = false

  /// Remembers an attribute whose value is at `value`. Of several with one name the first counts.
  mutating func note(_ html: Span<UInt8>, name: Range<Int>, value: Range<Int>?) {
    guard let first = name.first else { return }
    switch html[first] | 0x20 {
    case UInt8(ascii: "s"):
      if style == nil, html.spells("style", at: name) { style = value }
      if start == nil, html.spells("start", at: name) { start = value }
    case UInt8(ascii: "h"):
      if href == nil, html.spells("href", at: name) { href = value }
      if html.spells("hidden", at: name) { isHidden = true }
    case UInt8(ascii: "a"): if alt == nil, html.spells("alt", at: name) { alt = value }
    default: break
    }
  }

  /// Whether the element is not shown.
  func hide(_ html: Span<UInt8>) -> Bool {
    if isHidden { return true }
    guard let style else { return false }
    return Self.hides(html.extracting(style))
  }

  /// `display: none`, `visibility: hidden`, `max-height: 0`: what mail hides the text with that only a list of
  /// messages should show. A font of no size is none of these: layouts have it around text of another size.
  private static func hides(_ style: Span<UInt8>) -> Bool {
    var start = 0
    while let colon = style.first(.colon, from: start) {
      var name = colon
      while name > start, style[name - 1].isBlank { name -= 1 }
      let nameEnd = name
      while name > start, style[name - 1].isLetter || style[name - 1] == .hyphen { name -= 1 }
      var value = colon + 1
      while value < style.count, style[value].isBlank { value += 1 }
      var end = value
      while end < style.count, style[end].isLetter || style[end].isDigit { end += 1 }
      if hides(style, name..<nameEnd, value..<end) { return true }
      start = colon + 1
    }
    return false
  }

  private static func hides(_ style: Span<UInt8>, _ name: Range<Int>, _ value: Range<Int>) -> Bool {
    switch name.count {
    case 7: style.spells("none", at: value) && style.spells("display", at: name)
    case 10:
      (style.spells("hidden", at: value) && style.spells("visibility", at: name))
        || ((style.spells("0", at: value) || style.spells("0px", at: value))
          && style.spells("max-height", at: name))
    default: false
    }
  }
}
