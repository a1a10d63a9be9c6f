import GRDB

/// What tells how well a document answers: where words stand, and which of them side by side.
struct Ranking {
  /// Expressions, and what each is worth.
  let places: [(expression: String, weight: Double)]
  /// Pairs of words from one term to the next.
  let pairs: [UInt64]

  /// Where words stand that begin as many others do would take long to tell, and does not count.
  init(_ wanted: [WordMatch], _ database: Database) throws {
    let extent = PrefixExtent(database)
    let weights: [(WordMatch.Field, Double)] = [(.subject, 3), (.from, 2), (.filename, 1.5), (.to, 1)]
    places = try wanted.filter { $0.field == .anywhere }.flatMap { match in
      try weights.compactMap { field, weight in
        let match = WordMatch(field, match.words, isPrefix: match.isPrefix)
        return try match.isPrefix && extent.isCommon(match) ? nil : (WordExpression(match).text, weight)
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
