/// Words that are looked for, with what is asked of each document worked out once.
struct WordTerm: Equatable {
  let match: WordMatch
  /// What finds documents that have them all; nil: nearly every document would come into question, and to find which
  /// do would take longer than a look at some of them.
  let expression: WordExpression?
  /// What the last word begins is looked for in each message.
  let looksForPrefix: Bool
  /// Each two of the words that stand side by side.
  let pairs: [UInt64]

  /// - Parameter looksForPrefix: what the last word begins is not looked up in the index.
  init(_ match: WordMatch, looksForPrefix: Bool = false) {
    self.match = match
    let whole = match.words.dropLast()
    if !looksForPrefix {
      expression = WordExpression(match)
    } else if whole.isEmpty {
      expression = nil
    } else {
      var others = WordExpression(WordMatch(match.field, Array(whole)))
      others.isExact = false
      expression = others
    }
    self.looksForPrefix = looksForPrefix
    pairs = Self.pairs(match)
  }

  static func pairs(_ match: WordMatch) -> [UInt64] {
    let whole = match.isPrefix ? match.words.dropLast() : match.words[...]
    let hashes = whole.map { WordPairs.hash($0.utf8) }
    return zip(hashes, hashes.dropFirst()).map { WordPairs.pair($0, $1) }
  }
}
