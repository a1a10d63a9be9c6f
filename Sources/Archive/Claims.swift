/// Rows of the index that a listed message was recognised as in this session: one bit a row.
package struct Claims: Sendable {
  private var words: [UInt64] = []
  /// How many rows are claimed.
  package private(set) var count = 0

  /// True where the listing named only a part of the mailbox: what is not claimed may be on the server all the same.
  package private(set) var areOfPart = false

  package init() {}

  /// Notes that the listing left out what was as before: copies that have not left the server are claimed, too.
  package mutating func assumeRestIsListed() { areOfPart = true }

  /// Claims the row; false where it was claimed before.
  @discardableResult
  package mutating func claim(_ row: Int64) -> Bool {
    guard row >= 0, row < 1 << 40 else { return false }
    let word = Int(row >> 6)
    if word >= words.count {
      words.append(contentsOf: repeatElement(0, count: max(word + 1 - words.count, words.count / 2)))
    }
    let bit = UInt64(1) << UInt64(row & 63)
    guard words[word] & bit == 0 else { return false }
    words[word] |= bit
    count += 1
    return true
  }

  package func isClaimed(_ row: Int64) -> Bool {
    guard row >= 0, row < Int64(words.count) << 6 else { return false }
    return words[Int(row >> 6)] & (1 << UInt64(row & 63)) != 0
  }
}
