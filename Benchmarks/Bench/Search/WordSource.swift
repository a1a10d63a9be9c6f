import TestFiles

/// Words as a language has them: few that are said all the time, many that are said rarely (Zipf, Mandelbrot), and some
/// that nobody says twice.
struct WordSource {
  private static let vocabulary = 120_000
  private static let slots = 1 << 20

  private var words: [[UInt8]] = []
  /// Which word a random slot stands for.
  private var table: [Int32] = []

  init() {
    var random = SeededRandom(seed: 1)
    let common =
      """
      the of and to a in is it you that he was for on are with as his they be at one have this from or had by not but what \
      all were we when your can said there use an each which she do how their if will up other about out many then them
      """.split(whereSeparator: \.isWhitespace)
    words = common.map { Array($0.utf8) }
    var known = Set(words)
    while words.count < Self.vocabulary {
      let word = Self.word(&random, number: words.count)
      if known.insert(word).inserted { words.append(word) }
    }
    fillTable()
  }

  /// The n-th most common word.
  func word(rank: Int) -> String { String(decoding: words[rank], as: UTF8.self) }

  private static func word(_ random: inout SeededRandom, number: Int) -> [UInt8] {
    let syllables = [
      "ba", "re", "ti", "on", "al", "mo", "ser", "vi", "ce", "pro", "ject", "na", "tion", "de", "li", "ver",
      "con", "tact",
      "ing", "er", "ly", "un", "der", "sta", "tus", "port", "an", "nu", "me", "et", "gra", "phi", "co", "ken",
      "lo", "s",
    ]
    // Rare words are longer.
    let count = 1 + random.below(2) + (number > 400 ? random.below(3) : 0)
    return (0..<max(count, 1 + number / 60_000)).flatMap { _ in
      Array(syllables[random.below(syllables.count)].utf8)
    }
  }

  private mutating func fillTable() {
    let weights = words.indices.map { 1 / (Double($0) + 2.7) }
    let total = weights.reduce(0, +)
    table.reserveCapacity(Self.slots)
    var sum = 0.0
    for (index, weight) in weights.enumerated() {
      sum += weight / total
      let end = min(Self.slots, Int(sum * Double(Self.slots)))
      while table.count < end { table.append(Int32(index)) }
    }
    while table.count < Self.slots { table.append(Int32(words.count - 1)) }
  }

  /// Appends so many words, in lines and sentences.
  func append(_ count: Int, to text: inout [UInt8], _ random: inout SeededRandom) {
    var column = 0
    for index in 0..<count {
      let word = words[Int(table[Int(random.next() & UInt64(Self.slots - 1))])]
      if random.below(90) == 0 {
        text += Array(
          "https://www.example\(random.below(500)).com/\(String(random.next() & 0xFF_FFFF, radix: 36))".utf8)
      } else {
        text += word
      }
      if random.below(14) == 0 { text.append(index % 3 == 0 ? 0x2C : 0x2E) }
      column += word.count + 1
      if column > 66 {
        text.append(10)
        column = 0
      } else {
        text.append(0x20)
      }
    }
    text.append(10)
  }
}
