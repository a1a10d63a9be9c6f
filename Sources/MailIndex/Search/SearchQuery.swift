/// What is searched for, taken apart and in order; text is folded already.
package indirect enum SearchQuery: Sendable, Equatable {
  /// Every message.
  case everything
  case all([SearchQuery])
  case any([SearchQuery])
  case not(SearchQuery)
  case words(WordMatch)
  /// When it was sent, but never later than it arrived, in seconds since 1970 UTC; the upper bound does not belong to it.
  case date(Range<Int64>)
  /// Octets in wire form.
  case octets(ClosedRange<Int64>)
  /// The account's exact name.
  case account(String)
  case hasAttachment
  /// The whole name of an attachment, folded, with `*` for any characters and `?` for one.
  case filename(String)
  /// Octet for octet the same as another message of the archive.
  case isDuplicate
  /// The Maildir flag that the file's name has now: `D F P R S T`.
  case flag(Character)
  /// The first hexadecimal digits of the hash of the wire form, in lower case: one or more.
  case hash(String)
  /// Without angle brackets.
  case messageID(String)
  /// The thread of the messages with these first hexadecimal digits.
  case thread(String)
}

extension SearchQuery {
  /// The Maildir flags that are asked for.
  var flags: Set<Character> {
    switch self {
    case .flag(let flag): [flag]
    case .all(let parts), .any(let parts): parts.reduce(into: []) { $0.formUnion($1.flags) }
    case .not(let part): part.flags
    case .everything, .words, .date, .octets, .account, .hasAttachment, .filename, .isDuplicate, .hash,
      .messageID,
      .thread:
      []
    }
  }
}

/// Words that stand one after the other in a message.
package struct WordMatch: Sendable, Equatable {
  /// Where words may stand.
  package enum Field: Sendable, Equatable, CaseIterable {
    /// Subject, addresses, text and names of attachments.
    case anywhere
    case subject
    case from
    /// To, Cc and Bcc.
    case to
    /// Names of attachments.
    case filename
    case body
  }

  package let field: Field
  /// Folded; never empty.
  package let words: [String]
  /// The last word is the beginning of one.
  package let isPrefix: Bool

  package init(_ field: Field, _ words: [String], isPrefix: Bool = false) {
    self.field = field
    self.words = words
    self.isPrefix = isPrefix
  }
}
