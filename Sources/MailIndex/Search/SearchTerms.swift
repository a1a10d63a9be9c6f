/// The words of one message as they are indexed: all of them, those of fields once more with their mark, and which stand
/// side by side.
package struct SearchTerms: Sendable {
  /// Words with a blank after each, in UTF-8.
  package private(set) var octets: [UInt8] = []
  private var pairs: [UInt64] = []
  /// The hashes of words of fields which the text has not had yet.
  private var ofFields: Set<UInt64> = []

  package init() {}

  /// Adds the words of one text: words that follow each other in it stand side by side. The text itself comes last.
  ///
  /// - Parameter words: folded words with a blank after each.
  package mutating func append(_ words: Span<UInt8>, of field: WordMatch.Field) {
    words.withUnsafeBufferPointer { octets.append(contentsOf: $0) }
    var previous: UInt64 = 0
    var hash = WordPairs.seed
    var start = 0
    for index in words.indices {
      let octet = words[index]
      if octet != 0x20 {
        hash = WordPairs.hash(hash, octet)
        continue
      }
      if previous != 0, pairs.count < WordPairs.limit { pairs.append(WordPairs.pair(previous, hash)) }
      if isMarked(hash, field) { append(words.extracting(start..<index + 1), with: field.mark) }
      start = index + 1
      previous = hash
      hash = WordPairs.seed
    }
  }

  private mutating func isMarked(_ word: UInt64, _ field: WordMatch.Field) -> Bool {
    switch field {
    case .anywhere: return false
    case .subject, .from, .to, .filename:
      ofFields.insert(word)
      return true
    case .body: return !ofFields.isEmpty && ofFields.remove(word) != nil
    }
  }

  private mutating func append(_ word: Span<UInt8>, with mark: [UInt8]?) {
    octets += mark ?? []
    word.withUnsafeBufferPointer { octets.append(contentsOf: $0) }
  }

  /// Adds what is true of the message as a whole.
  mutating func append(fact: String) {
    octets += WordMatch.Field.factMark
    octets += Array(fact.utf8)
    octets.append(0x20)
  }

  package mutating func removeAll() {
    octets.removeAll(keepingCapacity: true)
    pairs.removeAll(keepingCapacity: true)
    ofFields.removeAll(keepingCapacity: true)
  }

  /// Which words stand side by side; nil: too many to tell.
  var filter: [UInt8]? { pairs.count < WordPairs.limit ? WordPairs.filter(of: pairs) : nil }
}
