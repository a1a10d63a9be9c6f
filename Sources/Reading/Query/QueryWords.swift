/// Puts a query together from the words of a command line.
///
/// A shell takes quotes away: of `subject:"annual report"` the program sees one word with a blank in it. What the
/// person quoted is one phrase all the same, unless the word is a query by itself. Where it is all there is, as in
/// `'from:alice report'`, it may be either: then `readings` has both.
package enum QueryWords {
  /// What the words may mean, the likeliest first: the second counts where nothing is found for the first.
  package static func readings(_ words: [String]) -> [String] {
    let joined = joined(words)
    guard words.count == 1, words[0] != joined else { return [joined] }
    return [joined, words[0]]
  }

  /// The words with a blank between them, and quotes around phrases.
  package static func joined(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }

  private static func quoted(_ word: String) -> String {
    guard word.contains(where: \.isWhitespace), !word.contains(where: { "\"“”„«»".contains($0) }) else {
      return word
    }
    let pieces = word.split(whereSeparator: \.isWhitespace)
    // A field beyond the first piece, an operator or a parenthesis: somebody quoted a whole query.
    let isQuery =
      pieces.contains { ["AND", "OR", "NOT"].contains($0) || $0.hasPrefix("(") }
      || pieces.dropFirst().contains { isField($0) || ($0.hasPrefix("-") && $0.count > 1) }
    if isQuery || pieces.isEmpty { return word }
    // A minus and the name of a field stay before the quotes.
    var start = word.startIndex
    if word.hasPrefix("-") { start = word.index(after: start) }
    let name = word[start...].prefix { $0.isASCII && $0.isLetter }
    if isField(word[start...]) { start = word.index(after: name.endIndex) }
    return "\(word[..<start])\"\(word[start...])\""
  }

  private static func isField(_ piece: Substring) -> Bool {
    guard let colon = piece.firstIndex(of: ":") else { return false }
    return QueryField(name: String(piece[..<colon])) != nil
  }
}
