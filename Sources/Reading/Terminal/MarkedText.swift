/// A line for a terminal, of which some is marked.
package struct MarkedText: Sendable, Equatable {
  package struct Piece: Sendable, Equatable {
    package let text: String
    package let isMarked: Bool
  }

  /// Harmless, whatever the text came from.
  package private(set) var pieces: [Piece] = []

  package init() {}

  /// The line that `text` makes.
  package init(_ text: String) { append(text, isMarked: false) }

  package mutating func append(_ text: String, isMarked: Bool) {
    guard !text.isEmpty else { return }
    pieces.append(Piece(text: TerminalText.line(text), isMarked: isMarked))
  }

  /// Without its marks.
  package var plain: String { pieces.map(\.text).joined() }

  package var columns: Int { pieces.reduce(0) { $0 + TerminalText.columns($1.text) } }

  /// In at most `columns`, cut with `…` where it is longer.
  package func cut(columns limit: Int) -> MarkedText {
    guard columns > limit else { return self }
    var cut = MarkedText()
    var left = limit
    for piece in pieces {
      let columns = TerminalText.columns(piece.text)
      // Something follows, and its … must have room.
      if columns >= left {
        cut.pieces.append(
          Piece(text: TerminalText.cutShort(piece.text, columns: max(left, 1)), isMarked: piece.isMarked))
        return cut
      }
      cut.pieces.append(piece)
      left -= columns
    }
    return cut
  }

  /// Exactly `columns` wide.
  package func cell(columns: Int) -> MarkedText {
    var cell = cut(columns: columns)
    cell.append(String(repeating: " ", count: max(0, columns - cell.columns)), isMarked: false)
    return cell
  }

  package static func + (one: MarkedText, other: MarkedText) -> MarkedText {
    var both = one
    both.pieces += other.pieces
    return both
  }

  /// The line with the marks as a terminal shows them, or without any.
  package func text(isStyled: Bool) -> String {
    guard isStyled else { return plain }
    return pieces.map { $0.isMarked ? "\u{1B}[1;7m\($0.text)\u{1B}[0m" : $0.text }.joined()
  }
}
