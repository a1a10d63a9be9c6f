/// The lines of a page while they are written. Breaks and blanks wait until text follows them, so that there is never
/// more of them than one needs, however deep the elements that ask for them.
struct PageLines {
  private(set) var text: [UInt8] = []

  /// Blanks before each line of a list.
  var indentation = 0

  /// How many lines were begun.
  private(set) var lineCount = 0

  private var breaks = 0
  private var blank = false
  private var isBetweenCells = false
  private var noBreakSpaces = 0
  private var quoteDepth = 0
  private var lineQuoteDepth = 0
  private var pendingMark: [UInt8] = []
  private var isAtLineStart = true

  /// Deeper quotations and lists look as those do: a line costs no more than this before its text.
  private static let quoteLimit = 8
  private static let indentationLimit = 24

  /// Whether nothing was written to the line that text would go to now.
  var isLineEmpty: Bool { isAtLineStart || breaks > 0 }

  /// Text that follows starts a line.
  mutating func breakLine() {
    breaks = max(breaks, 1)
    noBreakSpaces = 0
  }

  /// Text that follows starts a line with a blank one before it.
  mutating func breakParagraph() {
    breaks = 2
    noBreakSpaces = 0
  }

  /// One line end more, as of `<br>`.
  mutating func addLine() {
    breaks = min(breaks + 1, 2)
    noBreakSpaces = 0
  }

  /// Text that follows on the same line is another cell of the row.
  mutating func startCell() {
    isBetweenCells = !isLineEmpty
    noBreakSpaces = 0
  }

  /// Takes back breaks that were asked for since.
  mutating func cancelBreaks() { breaks = 0 }

  mutating func quote(_ change: Int) { quoteDepth = max(0, quoteDepth + change) }

  /// Written before the next text.
  mutating func mark(_ mark: String) { pendingMark = Array(mark.utf8) }

  mutating func rule() {
    breakLine()
    write("----------------------------------------".utf8)
    breakLine()
  }

  /// Appends to the text that was written last, before any blank or break that waits.
  mutating func attach(_ octets: some Sequence<UInt8>) {
    trimLine()
    text += octets
  }

  mutating func write(_ octets: some Sequence<UInt8>) {
    beginText()
    text += octets
  }

  /// Appends text; blanks and line ends in it are one blank, or stay if it is preformatted.
  mutating func write(_ octets: Span<UInt8>, asItStands: Bool) {
    var start = 0
    while start < octets.count {
      let octet = octets[start]
      if asItStands, octet == .lineFeed || octet == .carriageReturn {
        endLine()
        let isPair = octet == .carriageReturn && start + 1 < octets.count && octets[start + 1] == .lineFeed
        start += isPair ? 2 : 1
      } else if asItStands, octet == .space || octet == .tab {
        beginText()
        text.append(octet)
        start += 1
      } else if octet.isHTMLBlank {
        blank = true
        start += 1
      } else if let filler = Filler(octets, at: start, afterLetter: !blank && !isLineEmpty) {
        if filler.isBlank { noteNoBreakSpace() }
        start += filler.length
      } else {
        let end = Self.wordEnd(octets, from: start)
        beginText()
        octets.append(start..<end, to: &text)
        start = end
      }
    }
  }

  private static func wordEnd(_ octets: Span<UInt8>, from start: Int) -> Int {
    var end = start + 1
    while end < octets.count, !octets[end].isHTMLBlank, Filler(octets, at: end, afterLetter: true) == nil {
      end += 1
    }
    return end
  }

  /// No-break spaces indent a line; within one they are blanks as others.
  private mutating func noteNoBreakSpace() {
    blank = true
    if isLineEmpty { noBreakSpaces = min(noBreakSpaces + 1, Self.indentationLimit) }
  }

  /// A line end within preformatted text.
  private mutating func endLine() {
    if breaks > 0 { return beginLine() }
    trimLine()
    text.append(.lineFeed)
    startLine()
  }

  private mutating func beginText() {
    if breaks > 0 { beginLine() }
    if isAtLineStart {
      if lineCount == 0 { startLine() }
    } else if isBetweenCells {
      text += " | ".utf8
    } else if blank {
      text.append(.space)
    }
    blank = false
    isBetweenCells = false
    if !pendingMark.isEmpty {
      text += pendingMark
      pendingMark.removeAll()
    } else if isAtLineStart, noBreakSpaces > 1 {
      text += repeatElement(.space, count: noBreakSpaces)
    }
    noBreakSpaces = 0
    isAtLineStart = false
  }

  /// Ends the line that text stands on, if any, and a blank one if that was asked for.
  private mutating func beginLine() {
    if lineCount > 0 {
      trimLine()
      text.append(.lineFeed)
      if breaks > 1 {
        text += repeatElement(.greater, count: min(lineQuoteDepth, quoteDepth, Self.quoteLimit))
        text.append(.lineFeed)
      }
    }
    breaks = 0
    blank = false
    isBetweenCells = false
    startLine()
  }

  private mutating func startLine() {
    lineCount += 1
    lineQuoteDepth = quoteDepth
    for _ in 0..<min(quoteDepth, Self.quoteLimit) {
      text.append(.greater)
      text.append(.space)
    }
    let marked = pendingMark.isEmpty ? 0 : pendingMark.count
    text += repeatElement(.space, count: max(0, min(indentation, Self.indentationLimit) - marked))
    isAtLineStart = true
  }

  private mutating func trimLine() {
    while text.last == .space { text.removeLast() }
  }

  /// Ends the last line.
  mutating func finish() {
    trimLine()
    if lineCount > 0 { text.append(.lineFeed) }
  }
}
