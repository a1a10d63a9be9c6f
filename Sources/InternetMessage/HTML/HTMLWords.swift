/// The text of HTML for search: all that is shown, with a line end wherever an element separates words.
enum HTMLWords {
  static func append(_ html: Span<UInt8>, to text: inout [UInt8]) {
    var tokenizer = HTMLTokenizer()
    var token = HTMLToken()
    var hidden = HiddenContent()
    while tokenizer.next(html, &token) {
      switch token.kind {
      case .text: if !hidden.isHidden { CharacterReference.append(html, token.text, to: &text) }
      case .rawText: if !hidden.isHidden { CharacterReference.append(html, token.text, to: &text) }
      case .start:
        hidden.start(token, html)
        if token.element.separates { separate(&text) }
        if token.element == .image, let alt = token.attributes.alt, !hidden.isHidden,
          !token.attributes.hide(html)
        {
          separate(&text)
          CharacterReference.append(html, alt, inAttribute: true, to: &text)
          separate(&text)
        }
      case .end:
        hidden.end(token.element)
        if token.element.separates { separate(&text) }
      }
    }
  }

  private static func separate(_ text: inout [UInt8]) {
    if let last = text.last, last != .lineFeed { text.append(.lineFeed) }
  }
}
