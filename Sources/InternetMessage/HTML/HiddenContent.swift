/// Whether what a tokenizer hands out is shown, by the elements that hide what is within them.
struct HiddenContent {
  /// The hiding element and the elements open within it; empty where content is shown.
  private var open: [HTMLElement] = []

  /// More deeply nested elements are not told apart any more.
  private static let depthLimit = 200
  private var beyondLimit = 0

  var isHidden: Bool { !open.isEmpty }

  mutating func start(_ token: HTMLToken, _ html: Span<UInt8>) {
    if token.element.isVoid || token.element == .rawHidden || token.element == .rawText { return }
    if open.isEmpty {
      if token.element == .hidden || token.attributes.hide(html) { open.append(token.element) }
      return
    }
    if closes(token.element) {
      open.removeAll()
      start(token, html)
    } else if open.count < Self.depthLimit {
      open.append(token.element)
    } else {
      beyondLimit += 1
    }
  }

  mutating func end(_ element: HTMLElement) {
    guard !open.isEmpty else { return }
    if beyondLimit > 0 {
      beyondLimit -= 1
    } else if let place = open.lastIndex(of: element) {
      open.removeSubrange(place...)
    } else if element.isBlock || element == .cell {
      // An element around the one that hides: the author forgot to close that.
      open.removeAll()
    }
  }

  /// Whether the start of an element ends the hiding one, which is open with nothing in it: rows, cells, items and
  /// paragraphs need no end tag.
  private func closes(_ element: HTMLElement) -> Bool {
    guard open.count == 1, let first = open.first else { return false }
    return switch first {
    case .paragraph: element.isBlock
    case .item, .row: element == first
    case .cell: element == .cell || element == .row
    case .term, .definition: element == .term || element == .definition
    case .unknown, .division, .heading, .preformatted, .blockquote, .lineBreak, .rule, .orderedList,
      .unorderedList,
      .table, .anchor, .image, .quotation, .rawHidden, .rawText, .hidden, .inline, .body, .head, .void:
      false
    }
  }
}
