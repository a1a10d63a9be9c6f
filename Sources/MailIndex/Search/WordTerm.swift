/// Words that are looked for, with what is asked of each document worked out once.
struct WordTerm: Equatable {
  let match: WordMatch
  /// What finds documents that have them all.
  let expression: WordExpression
  /// Each two of the words that stand side by side.
  let pairs: [UInt64]

  init(_ match: WordMatch) {
    self.match = match
    expression = WordExpression(match)
    pairs = Self.pairs(match)
  }

  static func pairs(_ match: WordMatch) -> [UInt64] {
    let whole = match.isPrefix ? match.words.dropLast() : match.words[...]
    let hashes = whole.map { WordPairs.hash($0.utf8) }
    return zip(hashes, hashes.dropFirst()).map { WordPairs.pair($0, $1) }
  }
}

/// What tells how well a document answers: where words stand, and which of them side by side.
struct Ranking {
  /// Expressions, and what each is worth.
  let places: [(expression: String, weight: Double)]
  /// Pairs of words from one term to the next.
  let pairs: [UInt64]

  init(_ wanted: [WordMatch]) {
    let weights: [(WordMatch.Field, Double)] = [(.subject, 3), (.from, 2), (.filename, 1.5), (.to, 1)]
    places = wanted.filter { $0.field == .anywhere }.flatMap { match in
      weights.map { field, weight in
        (WordExpression(WordMatch(field, match.words, isPrefix: match.isPrefix)).text, weight)
      }
    }
    pairs = zip(wanted, wanted.dropFirst()).compactMap { one, next in
      guard !one.isPrefix, let last = one.words.last, let first = next.words.first,
        !next.isPrefix || next.words.count > 1
      else { return nil }
      return WordPairs.pair(WordPairs.hash(last.utf8), WordPairs.hash(first.utf8))
    }
  }
}
