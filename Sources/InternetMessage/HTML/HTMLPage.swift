/// HTML as a person reads it in plain text: paragraphs with blank lines between them, lists with their marks, tables row
/// by row, quotations behind `> `, links numbered with their addresses below. Lines are not wrapped.
struct HTMLPage {
  private var lines: PageLines
  private var hidden = HiddenContent()
  private var lists = ListMarks()
  private var tables = TableCells()
  private var links = PageLinks()
  private var preformatted = 0
  private var scratch: [UInt8] = []

  /// Appends the text of `html`; where it is empty, nothing.
  static func append(_ html: Span<UInt8>, to text: inout [UInt8]) {
    var page = HTMLPage(lines: PageLines())
    var tokenizer = HTMLTokenizer()
    var token = HTMLToken()
    while tokenizer.next(html, &token) { page.read(token, html) }
    page.lines.finish()
    text += page.lines.text
    page.links.append(to: &text)
  }

  private init(lines: PageLines) { self.lines = lines }

  private mutating func read(_ token: HTMLToken, _ html: Span<UInt8>) {
    switch token.kind {
    case .text: if !hidden.isHidden { write(html, token.text) }
    case .rawText:
      if !hidden.isHidden {
        lines.breakLine()
        write(html, token.text)
        lines.breakLine()
      }
    case .start:
      hidden.start(token, html)
      if !hidden.isHidden, !(token.element.isVoid && token.attributes.hide(html)) { start(token, html) }
    case .end:
      let wasHidden = hidden.isHidden
      hidden.end(token.element)
      if !wasHidden { end(token.element) }
    }
  }

  private mutating func write(_ html: Span<UInt8>, _ range: Range<Int>, inAttribute: Bool = false) {
    var octets = scratch
    scratch = []
    octets.removeAll(keepingCapacity: true)
    CharacterReference.append(html, range, inAttribute: inAttribute, to: &octets)
    lines.write(octets.span, asItStands: preformatted > 0 && !inAttribute)
    scratch = octets
  }

  private mutating func start(_ token: HTMLToken, _ html: Span<UInt8>) {
    switch token.element {
    case .paragraph, .heading: if !tables.isAtCellStart(lines) { lines.breakParagraph() }
    case .division, .body, .head: if !tables.isAtCellStart(lines) { lines.breakLine() }
    case .preformatted:
      lines.breakParagraph()
      preformatted += 1
    case .blockquote:
      lines.breakLine()
      lines.quote(+1)
    case .lineBreak: lines.addLine()
    case .rule: lines.rule()
    case .orderedList, .unorderedList: startList(token, html)
    case .item:
      lines.breakLine()
      lines.mark(lists.nextMark())
    case .term: lines.breakLine()
    case .definition:
      lines.breakLine()
      lines.mark("  ")
    case .table:
      tables.depth == 0 ? lines.breakParagraph() : lines.breakLine()
      tables.open()
    case .row:
      lines.breakLine()
      tables.startRow()
    case .cell: tables.startCell(&lines)
    case .anchor: startLink(token, html)
    case .image: image(token, html)
    case .quotation: lines.write("\u{201C}".utf8)
    case .unknown, .rawHidden, .rawText, .hidden, .inline, .void: break
    }
  }

  private mutating func end(_ element: HTMLElement) {
    switch element {
    case .paragraph, .heading: lines.breakParagraph()
    case .division, .body, .head, .item, .term, .definition: lines.breakLine()
    case .preformatted:
      lines.breakParagraph()
      preformatted = max(0, preformatted - 1)
    case .blockquote:
      lines.breakLine()
      lines.quote(-1)
    case .orderedList, .unorderedList:
      lists.close()
      lines.mark("")
      lines.indentation = lists.indentation
      lists.isEmpty ? lines.breakParagraph() : lines.breakLine()
    case .table:
      tables.close()
      tables.depth == 0 ? lines.breakParagraph() : lines.breakLine()
    case .row: lines.breakLine()
    case .cell: tables.endCell(&lines)
    case .anchor: links.end(&lines)
    case .quotation: lines.write("\u{201D}".utf8)
    case .lineBreak: lines.addLine()
    case .unknown, .rule, .image, .rawHidden, .rawText, .hidden, .inline, .void: break
    }
  }

  private mutating func startList(_ token: HTMLToken, _ html: Span<UInt8>) {
    lists.isEmpty ? lines.breakParagraph() : lines.breakLine()
    let first = token.attributes.start.flatMap { Int(html.extracting($0.prefix(9)).text) }
    lists.open(isOrdered: token.element == .orderedList, first: first ?? 1)
    lines.indentation = lists.indentation
  }

  private mutating func startLink(_ token: HTMLToken, _ html: Span<UInt8>) {
    links.end(&lines)
    guard let href = token.attributes.href else { return }
    scratch.removeAll(keepingCapacity: true)
    CharacterReference.append(html, html.trimmed(href), inAttribute: true, to: &scratch)
    links.start(scratch, lines)
  }

  /// What an image says in place of itself; those that say nothing are ornaments.
  private mutating func image(_ token: HTMLToken, _ html: Span<UInt8>) {
    guard let alt = token.attributes.alt.map({ html.trimmed($0) }), !alt.isEmpty else { return }
    lines.write("[".utf8)
    write(html, alt, inAttribute: true)
    lines.write("]".utf8)
  }
}
