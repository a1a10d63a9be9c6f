/// A message that was found.
package struct SearchHit: Sendable, Equatable {
  /// The row id of the message.
  package let message: Int64
  /// When it was sent, but never later than it arrived, in seconds since 1970 UTC.
  package let moment: Int64
  /// The row id of the first message of its thread.
  package let threadStart: Int64
}

/// The order in which messages are found.
package enum SearchOrder: Sendable, CaseIterable {
  case newest
  case oldest
  /// Those first in which the words stand in better places: subject and names before text, side by side before apart.
  case best
}

/// What only the message itself, or its row, tells.
package enum MessageFact: Sendable, Equatable {
  /// The Maildir flag that its file's name has now.
  case flag(Character)
  /// Without angle brackets.
  case messageID(String)
  /// The first hexadecimal digits of the hash of its wire form.
  case hash(String)
}

/// Looks at messages themselves; asked as rarely as can be.
package protocol MessageExaminer: ~Copyable {
  /// Whether the words stand in the message, in this order.
  mutating func contains(_ match: WordMatch, message: Int64) throws -> Bool
  mutating func holds(_ fact: MessageFact, message: Int64) throws -> Bool
  /// The row ids of all messages whose files have a Maildir flag in their names now; nil: they are more than `limit`, or
  /// not all of them are known.
  mutating func messages(flagged flag: Character, limit: Int) throws -> Set<Int64>?
}
