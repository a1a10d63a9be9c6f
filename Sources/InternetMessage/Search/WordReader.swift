/// Reads one folded word after the other off a UTF-8 text. Octets that are not UTF-8 separate words.
struct WordReader {
  /// Where the word that was read last stands in the text.
  private(set) var range = 0..<0

  /// Whether that word is more than ASCII in the text.
  private(set) var isBeyondASCII = false

  /// Where the text was read to.
  var end = 0

  /// The word that was read last, folded: so many of these octets, at least one.
  private(set) var octets = InlineArray<40, UInt8>(repeating: 0)
  private(set) var count = 0

  private var start = 0

  /// A character did not fit any more: nothing of the word follows.
  private var isFull = false

  /// False at the end of the text.
  mutating func next(in text: Span<UInt8>) -> Bool {
    count = 0
    isBeyondASCII = false
    isFull = false
    var inWord = false
    while end < text.count {
      let octet = unsafe text[unchecked: end]
      if octet.isLetter || octet.isDigit {
        begin(&inWord)
        append(octet.lowered)
        end += 1
      } else if octet < 0x80 {
        if inWord { return finish() }
        end += 1
      } else if readScalar(of: text, &inWord) {
        return finish()
      }
    }
    return inWord && finish()
  }

  private mutating func begin(_ inWord: inout Bool) {
    if !inWord { start = end }
    inWord = true
  }

  private mutating func finish() -> Bool {
    range = start..<end
    return true
  }

  /// Reads a character beyond ASCII; true where the word is at its end.
  private mutating func readScalar(of text: Span<UInt8>, _ inWord: inout Bool) -> Bool {
    let (scalar, length) = UTF8Scalar.read(text, at: end)
    switch Folding.of(scalar) {
    case .separator:
      if inWord { return true }
    case .mark:
      // Of no letter, it is nothing.
      isBeyondASCII = isBeyondASCII || inWord
    case .letter(let folded):
      begin(&inWord)
      isBeyondASCII = true
      append(folded)
    case .several(let place):
      begin(&inWord)
      isBeyondASCII = true
      appendSeveral(place)
    case .alone(let folded):
      if inWord { return true }
      begin(&inWord)
      isBeyondASCII = true
      end += length
      append(Syllable.join(folded, with: text, at: &end))
      return true
    }
    end += length
    return false
  }

  private mutating func append(_ octet: UInt8) {
    if count < SearchWords.lengthLimit, !isFull {
      octets[count] = octet
      count += 1
    }
  }

  /// Appends a character as UTF-8, whole or, where the word is long enough, not at all.
  private mutating func append(_ scalar: UInt32) {
    isFull = isFull || count + UTF8Scalar.length(scalar) > SearchWords.lengthLimit
    if !isFull { UTF8Scalar.forEachOctet(of: scalar) { append($0) } }
  }

  private mutating func appendSeveral(_ place: Int) {
    let before = count
    isFull = isFull || count + Folding.longestSeveral > SearchWords.lengthLimit
    if !isFull { Folding.forEachOctet(ofSeveral: place) { append($0) } }
    assert(count <= before + Folding.longestSeveral)
  }
}
