import InternetMessage
package import MailIndex

/// The words that a query looks for, to be found again in what is shown.
package struct SoughtWords: Sendable {
  private struct Phrase: Sendable {
    let words: [[UInt8]]
    let isPrefix: Bool
    let phrase: WordPhrase

    init(_ match: WordMatch) {
      words = match.words.map { Array($0.utf8) }
      isPrefix = match.isPrefix
      phrase = WordPhrase(match.words, isPrefix: match.isPrefix)
    }

    /// Whether `word` is the one that comes next after so many.
    func takes(_ word: Span<UInt8>, at index: Int) -> Bool {
      let sought = words[index]
      let isBeginning = isPrefix && index == words.count - 1
      guard isBeginning ? word.count >= sought.count : word.count == sought.count else { return false }
      for position in sought.indices where sought[position] != word[position] { return false }
      return true
    }
  }

  private let phrases: [Phrase]

  /// - Parameter fields: where the words may have been looked for.
  package init(_ query: SearchQuery, in fields: Set<WordMatch.Field>) {
    var phrases: [Phrase] = []
    Self.collect(query, fields, &phrases)
    self.phrases = phrases
  }

  package var isEmpty: Bool { phrases.isEmpty }

  private static func collect(_ query: SearchQuery, _ fields: Set<WordMatch.Field>, _ phrases: inout [Phrase])
  {
    switch query {
    case .all(let parts), .any(let parts): for part in parts { collect(part, fields, &phrases) }
    case .words(let match):
      guard fields.contains(match.field), phrases.count < 64 else { return }
      phrases.append(Phrase(match))
    case .everything, .not, .date, .octets, .account, .hasAttachment, .filename, .isDuplicate, .flag, .hash,
      .messageID, .thread:
      return
    }
  }

  /// Where in a text, as UTF-8, one of the words stands first.
  package func first(in text: Span<UInt8>) -> Int? {
    guard WordPhrase.isASCII(text) else { return ranges(in: text, stopsAtFirst: true).first?.lowerBound }
    var first: Int?
    for phrase in phrases {
      if let place = phrase.phrase.first(inASCII: text) { first = min(first ?? place, place) }
    }
    return first
  }

  /// Where in a text, as UTF-8, the words stand; in order, none within another.
  package func ranges(in text: Span<UInt8>, stopsAtFirst: Bool = false) -> [Range<Int>] {
    guard !phrases.isEmpty else { return [] }
    var found: [Range<Int>] = []
    var reached = [Int](repeating: 0, count: phrases.count)
    var starts = [Int](repeating: 0, count: phrases.count)
    SearchWords.forEach(in: text) { range, word in
      for index in phrases.indices {
        if !phrases[index].takes(word, at: reached[index]) {
          reached[index] = 0
          guard phrases[index].takes(word, at: 0) else { continue }
        }
        if reached[index] == 0 { starts[index] = range.lowerBound }
        reached[index] += 1
        guard reached[index] == phrases[index].words.count else { continue }
        reached[index] = 0
        found.append(starts[index]..<range.upperBound)
      }
      return found.isEmpty || !stopsAtFirst && found.count < 100
    }
    return Self.apart(found)
  }

  /// Those that overlap as one.
  private static func apart(_ ranges: [Range<Int>]) -> [Range<Int>] {
    var apart: [Range<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = apart.last, range.lowerBound < last.upperBound {
        apart[apart.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        apart.append(range)
      }
    }
    return apart
  }
}

extension SoughtWords {
  /// `text` on one line, the words that are looked for marked in it.
  package func marked(_ text: String) -> MarkedText {
    let octets = Array(text.utf8)
    return marked(octets, octets.indices, ranges(in: octets.span))
  }

  /// The octets of `window`, on one line, what stands at `hits` marked.
  func marked(_ octets: [UInt8], _ window: Range<Int>, _ hits: [Range<Int>]) -> MarkedText {
    var line = MarkedText()
    var position = window.lowerBound
    for hit in hits where hit.overlaps(window) {
      let hit = hit.clamped(to: position..<window.upperBound)
      line.append(Self.text(octets[position..<hit.lowerBound]), isMarked: false)
      line.append(Self.text(octets[hit]), isMarked: true)
      position = hit.upperBound
    }
    line.append(Self.text(octets[position..<window.upperBound]), isMarked: false)
    return line
  }

  private static func text(_ octets: ArraySlice<UInt8>) -> String { String(decoding: octets, as: UTF8.self) }
}
