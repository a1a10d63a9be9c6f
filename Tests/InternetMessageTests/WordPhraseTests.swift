import InternetMessage
import TestFiles
import Testing

@Suite struct WordPhraseTests {
  private static func stands(_ words: [String], in text: String, isPrefix: Bool = false) -> Bool {
    let octets = Array(text.utf8)
    return WordPhrase(words, isPrefix: isPrefix).stands(in: octets.span)
  }

  /// Where the words stand first, by the words of the whole text.
  private static func first(_ words: [String], in text: [UInt8], isPrefix: Bool) -> Int? {
    var all: [(start: Int, word: String)] = []
    SearchWords.forEach(in: text.span) { range, word in
      all.append((range.lowerBound, String(decoding: word.indices.map { word[$0] }, as: UTF8.self)))
      return true
    }
    return all.indices.first { start in
      words.indices.allSatisfy { index in
        guard start + index < all.count else { return false }
        let word = all[start + index].word
        return isPrefix && index == words.count - 1 ? word.hasPrefix(words[index]) : word == words[index]
      }
    }.map { all[$0].start }
  }

  @Test(arguments: [
    ("annual report", "the Annual  REPORT of", true), ("annual report", "annual, (report)", true),
    ("annual report", "annual\r\n> report", true), ("annual report", "annual the report", false),
    ("annual report", "annual reports", false), ("annual report", "biannual report", false),
    ("report", "report", true), ("report", "", false), ("a a b", "a a a b", true), ("a_b", "a_b", false),
    ("a b", "a_b", true), ("q3 2024", "Q3-2024.", true), ("0", "\u{10}", false),
    ("straße", "Am STRASSE", false), ("strasse 5", "Große Straße 5", true), ("cafe au", "Café au lait", true),
    ("日 本", "日本語", true), ("ab ab ab", "ab ab ac ab ab ab", true),
  ])
  func `words stand in a text one after the other, however it is written`(
    _ words: String, _ text: String, _ stands: Bool
  ) {
    #expect(Self.stands(words.split(separator: " ").map(String.init), in: text) == stands)
  }

  @Test
  func `the last word may be the beginning of one, and a long one is cut as it was when it was indexed`() {
    #expect(Self.stands(["annual", "rep"], in: "annual report", isPrefix: true))
    #expect(!Self.stands(["annual", "rep"], in: "annual report"))
    #expect(!Self.stands(["annual", "rep"], in: "annual re", isPrefix: true))
    let long = String(repeating: "x", count: 60)
    let cut = String(repeating: "x", count: SearchWords.lengthLimit)
    #expect(Self.stands(["a", cut], in: "a \(long)") && Self.stands(["a", cut], in: "é a \(long)"))
  }

  @Test func `a text of ASCII says the same as it does when it is folded as a whole`() {
    var random = SeededRandom(seed: 3)
    let alphabet = Array("aAbB1 .,\n-_\u{11}".utf8)
    var stood = 0
    for _ in 0..<3_000 {
      let text = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      let words = (0..<Int.random(in: 1...3, using: &random)).map { _ in
        String(
          decoding: (0..<Int.random(in: 1...2, using: &random)).map { _ in
            [UInt8(ascii: "a"), UInt8(ascii: "b"), UInt8(ascii: "1")][Int.random(in: 0..<3, using: &random)]
          }, as: UTF8.self)
      }
      let isPrefix = Bool.random(using: &random)
      let phrase = WordPhrase(words, isPrefix: isPrefix)
      // What is beyond ASCII behind it has the whole text folded.
      let folded = text + Array(" é".utf8)
      #expect(phrase.stands(in: text.span) == phrase.stands(in: folded.span), "\(words) in \(text)")
      #expect(phrase.first(inASCII: text.span) == Self.first(words, in: text, isPrefix: isPrefix))
      stood += phrase.stands(in: text.span) ? 1 : 0
    }
    #expect((300...2_700).contains(stood))
  }
}
