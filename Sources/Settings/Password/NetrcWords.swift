/// The words of a netrc file, one after the other, each with its line.
struct NetrcWords {
  private var rest: ArraySlice<UInt8>
  private var line = 1

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  /// The next word and its line; nil at the end.
  mutating func next() throws(NetrcFile.Failure) -> (word: [UInt8], line: Int)? {
    skipBlanks()
    let start = line
    guard let first = rest.first else { return nil }
    if first == UInt8(ascii: "\"") { return (try quoted(), start) }
    let word = rest.prefix { !Self.isBlank($0) }
    rest = rest[word.endIndex...]
    return (Array(word), start)
  }

  /// The word that must stand behind a keyword of that line.
  mutating func value(of line: Int) throws(NetrcFile.Failure) -> [UInt8] {
    guard let (word, _) = try next() else { throw .malformed(line: line) }
    return word
  }

  /// Passes over the rest of a macro: all before the next empty line.
  mutating func skipMacro() {
    var lineLength = 1
    while let octet = rest.popFirst() {
      guard octet != 10 else {
        line += 1
        if lineLength == 0 { return }
        lineLength = 0
        continue
      }
      if octet != 13 { lineLength += 1 }
    }
  }

  private mutating func skipBlanks() {
    while let octet = rest.first {
      if octet == UInt8(ascii: "#") {
        rest = rest.drop { $0 != 10 }
      } else if Self.isBlank(octet) {
        if octet == 10 { line += 1 }
        rest = rest.dropFirst()
      } else {
        return
      }
    }
  }

  private mutating func quoted() throws(NetrcFile.Failure) -> [UInt8] {
    let start = line
    var word: [UInt8] = []
    rest = rest.dropFirst()
    while let octet = rest.popFirst() {
      if octet == UInt8(ascii: "\"") { return word }
      // A quote that never closes would swallow the entries of other hosts.
      if octet == 10 { throw .malformed(line: start) }
      guard octet == UInt8(ascii: "\\") else {
        word.append(octet)
        continue
      }
      guard let escaped = rest.popFirst() else { break }
      switch escaped {
      case UInt8(ascii: "n"): word.append(10)
      case UInt8(ascii: "r"): word.append(13)
      case UInt8(ascii: "t"): word.append(9)
      case _: word.append(escaped)
      }
    }
    throw .malformed(line: start)
  }

  private static func isBlank(_ octet: UInt8) -> Bool { octet == 32 || (9...13).contains(octet) }
}
