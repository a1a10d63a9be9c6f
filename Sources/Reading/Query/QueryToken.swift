/// A piece of a query.
enum QueryToken: Equatable {
  /// A name before a colon.
  struct Name: Equatable {
    let text: String
    let range: Range<Int>
  }

  /// What is looked for, with what is right before it.
  struct Term: Equatable {
    /// The name of the field; nil for text anywhere.
    let field: Name?
    let text: String
    /// Where `text` stands, with its quotes.
    let range: Range<Int>
    let isQuoted: Bool
  }

  case open
  /// `from:(`: what is in the parentheses is looked for in the field.
  case openField(Name)
  case close
  case and, or, not
  case term(Term)
}

/// A token, and the characters that it takes.
struct PlacedToken: Equatable {
  let token: QueryToken
  let range: Range<Int>
}
