/// Takes the `>` back that an mbox put before lines that begin with `From `, however the lines are cut.
struct MboxQuoting {
  /// Which lines have one too many.
  enum Rule {
    case none
    /// `>From ` alone (mboxo).
    case one
    /// `From ` behind any number of `>` (mboxrd).
    case any
  }

  private enum Place {
    /// Behind so many `>` at the start of a line, and so many octets of `From `, all of which are held.
    case start(quotes: Int, word: Int)
    case line
  }

  private static let word = Array("From ".utf8)
  private static let quote: UInt8 = 0x3E

  private let rule: Rule
  private var place = Place.start(quotes: 0, word: 0)

  init(_ rule: Rule) { self.rule = rule }

  /// Appends what the next octets stand for.
  mutating func decode(_ bytes: UnsafeRawBufferPointer, into text: inout [UInt8]) {
    var index = 0
    while index < bytes.count {
      switch place {
      case .line:
        let end = bytes.first(0x0A, from: index).map { $0 + 1 } ?? bytes.count
        text.append(contentsOf: bytes[index..<end])
        if bytes[end - 1] == 0x0A { place = .start(quotes: 0, word: 0) }
        index = end
      case .start(let quotes, 0) where bytes[index] == Self.quote:
        place = .start(quotes: quotes + 1, word: 0)
        index += 1
      case .start(let quotes, let word) where quotes > 0 && bytes[index] == Self.word[word]:
        place = .start(quotes: quotes, word: word + 1)
        index += 1
        if word + 1 == Self.word.count { endWord(quotes, &text) }
      case .start: release(&text)
      }
    }
  }

  /// Appends what was held at the end of the message.
  mutating func finish(into text: inout [UInt8]) { release(&text) }

  private mutating func endWord(_ quotes: Int, _ text: inout [UInt8]) {
    let isQuoted: Bool
    switch rule {
    case .none: isQuoted = false
    case .one: isQuoted = quotes == 1
    case .any: isQuoted = true
    }
    text.append(contentsOf: repeatElement(Self.quote, count: isQuoted ? quotes - 1 : quotes))
    text += Self.word
    place = .line
  }

  private mutating func release(_ text: inout [UInt8]) {
    if case .start(let quotes, let word) = place {
      text.append(contentsOf: repeatElement(Self.quote, count: quotes))
      text += Self.word[..<word]
    }
    place = .line
  }
}
