/// A name with `*` for any characters and `?` for one, matched in time that its length and the name's bound.
struct NamePattern: Equatable {
  private let pattern: [Character]

  /// What stands in every name that matches, in ASCII; nil where there is nothing of that kind.
  let literal: String?
  /// Words that every name has that matches, as they are searched for: those that nothing unknown can be a part of.
  let words: [String]

  init(_ pattern: String) {
    self.pattern = Array(pattern)
    literal = pattern.utf8.split { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
      .filter { piece in piece.allSatisfy { $0 < 0x80 } }
      .max { $0.count < $1.count }.map { String(decoding: $0, as: UTF8.self) }
    words = Self.words(Array(pattern.utf8))
  }

  // Beyond ASCII the same character may be spelt in several ways; what is longer than a word was cut.
  private static func words(_ pattern: [UInt8]) -> [String] {
    let isWord = { (octet: UInt8) in UInt8(ascii: "a")...UInt8(ascii: "z") ~= octet || 48...57 ~= octet }
    let isBlank = { (index: Int) in
      guard pattern.indices.contains(index) else { return true }
      let octet = pattern[index]
      return octet < 0x80 && octet != UInt8(ascii: "*") && octet != UInt8(ascii: "?")
    }
    return pattern.indices.split { !isWord(pattern[$0]) }
      .filter { isBlank($0.startIndex - 1) && isBlank($0.endIndex) && $0.count <= 40 }
      .map { String(decoding: pattern[$0.startIndex..<$0.endIndex], as: UTF8.self) }
  }

  func matches(_ name: some StringProtocol) -> Bool {
    let name = Array(name)
    var (next, place) = (0, 0)
    var retry: (next: Int, place: Int)?
    while place < name.count {
      if next < pattern.count, pattern[next] == "*" {
        retry = (next + 1, place)
        next += 1
      } else if next < pattern.count, pattern[next] == "?" || pattern[next] == name[place] {
        (next, place) = (next + 1, place + 1)
      } else if let last = retry {
        retry = (last.next, last.place + 1)
        (next, place) = (last.next, last.place + 1)
      } else {
        return false
      }
    }
    return pattern[next...].allSatisfy { $0 == "*" }
  }
}
