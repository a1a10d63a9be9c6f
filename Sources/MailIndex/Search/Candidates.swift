import GRDB

/// The documents that come into question for a condition, in the order of their numbers.
struct Candidates: ~Copyable {
  private enum Source {
    case words(WordCursor)
    case listed([Int64], next: Int)
    case every(next: Int64)
  }

  private var source: Source
  private let bounds: ClosedRange<Int64>
  private let goesDown: Bool
  /// Each candidate has the words of the condition.
  let haveWords: Bool

  init(
    _ condition: Condition, within bounds: ClosedRange<Int64>, goesDown: Bool, in database: Database
  ) throws {
    self.bounds = bounds
    self.goesDown = goesDown
    if let documents = condition.documents {
      let inBounds = documents.filter(bounds.contains)
      source = .listed(goesDown ? inBounds.sorted(by: >) : inBounds.sorted(), next: 0)
      haveWords = false
    } else if let expression = WordExpression(condition) {
      source = .words(try WordCursor(expression.text, within: bounds, goesDown: goesDown, in: database))
      haveWords = true
    } else {
      source = .every(next: goesDown ? bounds.upperBound : bounds.lowerBound)
      haveWords = false
    }
  }

  /// Nil: there are no more.
  mutating func next() throws -> Int64? {
    switch source {
    case .words(let cursor):
      guard let document = cursor.document else { return nil }
      try cursor.advance()
      return document
    case .listed(let documents, let next):
      guard next < documents.count else { return nil }
      source = .listed(documents, next: next + 1)
      return documents[next]
    case .every(let next):
      guard bounds.contains(next) else { return nil }
      source = .every(next: goesDown ? next - 1 : next + 1)
      return next
    }
  }
}
