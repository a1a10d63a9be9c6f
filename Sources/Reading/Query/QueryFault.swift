/// What is wrong with a query, and where in its text.
package struct QueryFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// A sentence.
  package let message: String
  /// The whole query, as it was read.
  package let query: String
  /// The characters of `query` that are meant; empty where something is missing there.
  package let range: Range<Int>
  /// Where all that is wrong is that the archive has no account of this name: it may have it tomorrow.
  package let unknownAccount: UnknownAccount?

  init(_ message: String, in query: String, at range: Range<Int>) {
    self.message = message
    self.query = query
    self.range = range
    unknownAccount = nil
  }

  init(_ account: UnknownAccount, in query: String, at range: Range<Int>) {
    message = "\(account.message) \(account.hint)"
    self.query = query
    self.range = range
    unknownAccount = account
  }

  package var description: String { message }

  /// The query, or as much of it around the place as `width` columns hold, and below it a mark at the place. Both are
  /// harmless for a terminal.
  package func lines(width: Int = 78) -> [String] {
    let characters = Array(query).map { TerminalText.line(String($0)) }
    let room = max(20, width - 4)
    let place = range.clamped(to: 0..<characters.count)
    var start = 0
    // What stands before the place is given up first, but for some words that tell where it is.
    if columns(characters[..<place.upperBound]) > room { start = max(0, place.lowerBound - room / 3) }
    let before = (start > 0 ? "…" : "") + characters[start..<place.lowerBound].joined()
    let line = (start > 0 ? "…" : "") + characters[start...].joined()
    let mark = max(1, min(columns(characters[place]), room - TerminalText.columns(before)))
    return [
      "  " + TerminalText.cut(line, columns: room),
      "  " + String(repeating: " ", count: TerminalText.columns(before))
        + String(repeating: "^", count: mark),
    ]
  }

  private func columns(_ characters: ArraySlice<String>) -> Int {
    characters.reduce(0) { $0 + TerminalText.columns($1) }
  }
}
