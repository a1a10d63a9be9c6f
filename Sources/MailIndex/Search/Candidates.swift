import GRDB

/// The documents that come into question for a condition, in the order of their numbers.
struct Candidates: ~Copyable {
  private enum Source {
    case cursor(DocumentCursor)
    case listed([Int64], next: Int)
    case every(next: Int64)
  }

  private var source: Source
  private let blocks: AllowedBlocks
  private let goesDown: Bool
  /// Each candidate has the words of the condition.
  let haveWords: Bool

  init(
    _ condition: Condition, within blocks: AllowedBlocks, goesDown: Bool, in database: Database
  ) throws {
    self.blocks = blocks
    self.goesDown = goesDown
    let bounds = blocks.bounds
    func cursor(_ kind: DocumentCursor.Kind) throws -> Source {
      .cursor(try DocumentCursor(kind, within: bounds, goesDown: goesDown, in: database))
    }
    let expression = WordExpression(condition)
    haveWords = condition.documents == nil && expression != nil
    if let documents = condition.documents {
      let inBounds = documents.filter(bounds.contains)
      source = .listed(goesDown ? inBounds.sorted(by: >) : inBounds.sorted(), next: 0)
    } else if let expression {
      source = try cursor(.words(expression.text))
    } else if condition.isTwinned {
      source = try cursor(.twins)
    } else if let name = condition.nameLiteral {
      source = try cursor(.named(name))
    } else {
      source = .every(next: goesDown ? bounds.upperBound : bounds.lowerBound)
    }
  }

  /// Nil: there are no more.
  mutating func next() throws -> Int64? {
    switch source {
    case .cursor(let cursor):
      while let document = cursor.document, let place = blocks.next(from: document, goesDown: goesDown) {
        if place != document {
          _ = try cursor.reaches(place)
          continue
        }
        try cursor.advance()
        return document
      }
      return nil
    case .listed(let documents, let next):
      guard next < documents.count else { return nil }
      source = .listed(documents, next: next + 1)
      return documents[next]
    case .every(let next):
      guard let document = blocks.next(from: next, goesDown: goesDown) else { return nil }
      source = .every(next: goesDown ? document - 1 : document + 1)
      return document
    }
  }
}
