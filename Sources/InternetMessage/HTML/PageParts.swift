/// The marks of lists within lists: `• ` or a number.
struct ListMarks {
  private var next: [Int?] = []
  private static let depthLimit = 100
  private var beyondLimit = 0

  var isEmpty: Bool { next.isEmpty }

  /// Of a line in the innermost list.
  var indentation: Int { next.count * 3 }

  mutating func open(isOrdered: Bool, first: Int) {
    if next.count < Self.depthLimit { next.append(isOrdered ? first : nil) } else { beyondLimit += 1 }
  }

  mutating func close() {
    if beyondLimit > 0 { beyondLimit -= 1 } else { _ = next.popLast() }
  }

  mutating func nextMark() -> String {
    guard let last = next.indices.last, let number = next[last] else { return "* " }
    next[last] = number &+ 1
    return "\(number). "
  }
}

/// Tables within tables: the cells of a row stand side by side if each is a line, else one below the other. So tables
/// of figures look like tables, and those that only lay out a page leave no trace.
struct TableCells {
  private(set) var depth = 0

  private struct Cell {
    /// The line that its text starts on, and how much text stands before it.
    let line: Int
    let textStart: Int
  }

  /// For each table around, its cell that is open.
  private var cells: [Cell?] = []
  private static let depthLimit = 100

  mutating func open() {
    depth += 1
    if cells.count < Self.depthLimit { cells.append(nil) }
  }

  mutating func close() {
    depth = max(0, depth - 1)
    if depth < cells.count { cells.removeSubrange(depth...) }
  }

  mutating func startRow() {
    if let last = cells.indices.last { cells[last] = nil }
  }

  mutating func startCell(_ lines: inout PageLines) {
    endCell(&lines)
    lines.startCell()
    guard let last = cells.indices.last else { return }
    cells[last] = Cell(
      line: lines.lineCount + (lines.isLineEmpty ? 1 : 0), textStart: lines.text.count)
  }

  mutating func endCell(_ lines: inout PageLines) {
    guard let last = cells.indices.last, let cell = cells[last] else { return }
    cells[last] = nil
    // Breaks that a paragraph around the whole text asked for say nothing in a cell of one line.
    if lines.lineCount == cell.line, lines.text.count > cell.textStart { lines.cancelBreaks() }
  }

  /// Whether text would be the first of a cell on the line of the cell before.
  func isAtCellStart(_ lines: PageLines) -> Bool {
    guard let last = cells.last, let cell = last else { return false }
    return cell.textStart == lines.text.count && !lines.isLineEmpty
  }
}

/// Links: a number behind the text of each, their addresses at the end of the page.
struct PageLinks {
  private var addresses: [[UInt8]] = []
  private var numbers: [[UInt8]: Int] = [:]
  private var current: (address: [UInt8], textStart: Int)?

  private static let countLimit = 1_000
  private static let lengthLimit = 4_096

  mutating func start(_ address: [UInt8], _ lines: PageLines) {
    let isWorthIt =
      !address.isEmpty && address.count <= Self.lengthLimit && address.first != UInt8(ascii: "#")
    let isScript = address.span.spells("javascript:", at: 0..<min(11, address.count))
    if isWorthIt && !isScript { current = (address, lines.text.count) }
  }

  /// Numbers the link, if it has a text that is not its address.
  mutating func end(_ lines: inout PageLines) {
    guard let link = current else { return }
    current = nil
    guard link.textStart < lines.text.count else { return }
    var shown = Array(lines.text[link.textStart...].drop(while: \.isBlank))
    while let last = shown.last, last == .slash || last.isBlank { shown.removeLast() }
    let address = link.address.map(\.lowered)
    if shown.isEmpty || [0, 7, 8, 11, 12].contains(where: { names(address, from: $0, shown.map(\.lowered)) })
    {
      return
    }
    guard let number = number(link.address) else { return }
    lines.attach(" [\(number)]".utf8)
  }

  /// Whether a text is the address without its first octets: `mailto:`, `http://www.`.
  private func names(_ address: [UInt8], from start: Int, _ shown: [UInt8]) -> Bool {
    guard start < address.count else { return false }
    var rest = address[start...]
    while rest.last == .slash { rest.removeLast() }
    return rest.elementsEqual(shown)
  }

  private mutating func number(_ address: [UInt8]) -> Int? {
    if let known = numbers[address] { return known }
    guard addresses.count < Self.countLimit else { return nil }
    addresses.append(address)
    numbers[address] = addresses.count
    return addresses.count
  }

  func append(to text: inout [UInt8]) {
    if addresses.isEmpty { return }
    text.append(.lineFeed)
    for (index, address) in addresses.enumerated() {
      text += "[\(index + 1)] ".utf8
      // An address is one line, whatever stands in it.
      text += address.lazy.filter { !$0.isHTMLBlank }
      text.append(.lineFeed)
    }
  }
}
