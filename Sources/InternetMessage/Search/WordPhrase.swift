/// Folded words that stand one after the other in a text.
///
/// A text of ASCII is not folded as a whole for that: the longest word is looked for, and the others beside it.
public struct WordPhrase: Sendable {
  private let words: [[UInt8]]
  private let isPrefix: Bool
  /// Which word is looked for first.
  private let anchor: Int

  /// - Parameters:
  ///   - words: folded, as `SearchWords` has them; one at least.
  ///   - isPrefix: the last word is the beginning of one.
  public init(_ words: [String], isPrefix: Bool) {
    let words = words.map { Array($0.utf8) }
    self.words = words
    self.isPrefix = isPrefix
    anchor = words.indices.max { words[$0].count < words[$1].count } ?? 0
  }

  /// Whether the words stand in a UTF-8 text, in this order, nothing between them.
  public func stands(in text: Span<UInt8>) -> Bool {
    Self.isASCII(text) ? first(inASCII: text) != nil : standsFolded(in: text)
  }

  /// Whether all of the text is ASCII.
  public static func isASCII(_ text: Span<UInt8>) -> Bool {
    var all: UInt8 = 0
    for index in text.indices { all |= unsafe text[unchecked: index] }
    return all < 0x80
  }

  private func standsFolded(in text: Span<UInt8>) -> Bool {
    guard words.allSatisfy({ !$0.isEmpty }), !words.isEmpty else { return false }
    var folded: [UInt8] = [.space]
    SearchWords.append(text, to: &folded)
    let sought = words.reduce(into: []) { sought, word in sought += [.space] + word }
    return Self.contains(folded, sought + (isPrefix ? [] : [.space]))
  }

  private static func contains(_ words: [UInt8], _ sought: [UInt8]) -> Bool {
    guard let first = sought.first else { return true }
    var start = words.startIndex
    while let place = words[start...].firstIndex(of: first), place + sought.count <= words.count {
      if words[place..<place + sought.count].elementsEqual(sought) { return true }
      start = place + 1
    }
    return false
  }

  /// Where the words stand for the first time in a text that is all ASCII; nil where they do not.
  public func first(inASCII text: Span<UInt8>) -> Int? {
    guard words.allSatisfy({ !$0.isEmpty }), !words.isEmpty else { return nil }
    let word = words[anchor]
    let (first, last) = (word[0], word[word.count - 1])
    guard text.count >= word.count else { return nil }
    for start in 0...text.count - word.count
    where unsafe text[unchecked: start] | 0x20 == first
      && text[unchecked: start + word.count - 1] | 0x20 == last
    {
      if start > 0, text[start - 1].isWordOctet { continue }
      if let begin = begin(at: start, text) { return begin }
    }
    return nil
  }

  /// Where the whole phrase begins whose word that is looked for first begins at `start`; nil: that is no such phrase.
  private func begin(at start: Int, _ text: Span<UInt8>) -> Int? {
    var end = start
    for index in anchor..<words.count {
      let begin = index == anchor ? start : Self.skip(from: end, text) { !$0.isWordOctet }
      end = Self.skip(from: begin, text, while: \.isWordOctet)
      if !matches(index, begin..<end, text) { return nil }
    }
    var begin = start
    for index in stride(from: anchor - 1, through: 0, by: -1) {
      let end = Self.skipBack(from: begin, text) { !$0.isWordOctet }
      begin = Self.skipBack(from: end, text, while: \.isWordOctet)
      if !matches(index, begin..<end, text) { return nil }
    }
    return begin
  }

  private func matches(_ index: Int, _ range: Range<Int>, _ text: Span<UInt8>) -> Bool {
    let word = words[index]
    // What is longer than any word was cut when it was indexed.
    let count = min(range.count, SearchWords.lengthLimit)
    let isBeginning = isPrefix && index == words.count - 1
    guard isBeginning ? count >= word.count : count == word.count else { return false }
    for index in word.indices where text[range.lowerBound + index].lowered != word[index] { return false }
    return true
  }

  private static func skip(
    from start: Int, _ text: Span<UInt8>, while holds: (UInt8) -> Bool
  ) -> Int {
    var place = start
    while place < text.count, holds(text[place]) { place += 1 }
    return place
  }

  private static func skipBack(
    from end: Int, _ text: Span<UInt8>, while holds: (UInt8) -> Bool
  ) -> Int {
    var place = end
    while place > 0, holds(text[place - 1]) { place -= 1 }
    return place
  }
}

extension UInt8 {
  fileprivate var isWordOctet: Bool { isLetter || isDigit }
}
