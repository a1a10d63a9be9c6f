/// The words of a text as they are searched for: folded, so that `Straße`, `STRASSE` and `strasse` are one.
///
/// A word is a run of letters, digits and marks. Characters of scripts that are written without blanks are a word
/// each, so that any piece of such a text is found as words that follow one another. docs/text.md has the rules.
public enum SearchWords {
  /// Octets of a folded word that are kept; what is longer is no word of a person.
  public static let lengthLimit = 40

  /// Hands out each word of a UTF-8 text, folded, with where it stands. `word` is valid for the call only.
  ///
  /// - Parameter body: false ends it.
  public static func forEach(
    in text: Span<UInt8>, _ body: (_ range: Range<Int>, _ word: Span<UInt8>) -> Bool
  ) {
    var reader = WordReader()
    while reader.next(in: text) {
      guard body(reader.range, reader.octets.span.extracting(first: reader.count)) else { return }
    }
  }

  /// Appends each folded word of `text` and a blank after it.
  public static func append(_ text: Span<UInt8>, to words: inout [UInt8]) {
    var reader = WordReader()
    while reader.end < text.count {
      let start = reader.end
      // A blank after the last word, and the letter that is written over where a word is too long.
      words.append(addingCapacity: text.count - start + 2) { output in
        unsafe output.withUnsafeMutableBufferPointer { buffer, count in
          reader.end = unsafe appendASCII(text, from: start, to: buffer, &count)
        }
      }
      // Words beyond ASCII seldom come alone.
      while reader.next(in: text) {
        append(reader, to: &words)
        if !reader.isBeyondASCII { break }
      }
    }
  }

  private static func append(_ reader: WordReader, to words: inout [UInt8]) {
    words.append(addingCapacity: reader.count + 1) { output in
      for index in 0..<reader.count { output.append(reader.octets[index]) }
      output.append(.space)
    }
  }

  /// The folded words of `text`, in order.
  public static func words(of text: String) -> [String] {
    var words: [String] = []
    let octets = Array(text.utf8)
    forEach(in: octets.span) { _, word in
      words.append(word.text)
      return true
    }
    return words
  }

  /// Writes words until the first that is not all ASCII, and says where that one starts.
  ///
  /// Most mail is ASCII, and indexing reads all of it: one octet after the other without a branch that the processor
  /// would have to guess. `buffer` has room for two octets more than the text.
  private static func appendASCII(
    _ text: Span<UInt8>, from start: Int, to buffer: UnsafeMutableBufferPointer<UInt8>, _ count: inout Int
  ) -> Int {
    var wordStart = count
    var end = count
    var inWord = false
    for index in start..<text.count {
      let octet = unsafe text[unchecked: index]
      if octet >= 0x80 {
        // It may be a mark of the letter before it.
        count = inWord ? wordStart : end
        return inWord ? self.wordStart(in: text, from: start, before: index) : index
      }
      let isWord = octet.isLetter != octet.isDigit
      unsafe buffer[end] = isWord ? octet.lowered : .space
      end = isWord ? min(end + 1, wordStart + lengthLimit) : inWord ? end + 1 : end
      wordStart = isWord ? wordStart : end
      inWord = isWord
    }
    if inWord {
      unsafe buffer[end] = .space
      end += 1
    }
    count = end
    return text.count
  }

  private static func wordStart(in text: Span<UInt8>, from first: Int, before end: Int) -> Int {
    var start = end
    while start > first, text[start - 1].isLetter || text[start - 1].isDigit { start -= 1 }
    return start
  }
}
