/// The lines that end a part, of all multiparts that are open: `--boundary`, and `--boundary--` for the last part.
struct Delimiters {
  struct Match {
    /// How deep the multipart lies whose delimiter it is.
    let level: Int

    /// Whether no part of it follows.
    let isLast: Bool
  }

  private var open: [(level: Int, boundary: [UInt8])] = []

  var isEmpty: Bool { open.isEmpty }

  mutating func add(_ boundary: [UInt8], atLevel level: Int) { open.append((level, boundary)) }

  mutating func remove(atLevel level: Int) {
    if open.last?.level == level { open.removeLast() } else { open.removeAll { $0.level == level } }
  }

  /// The multipart whose delimiter a line is, from the innermost outwards.
  ///
  /// The whole line counts, but for blanks at its end: a boundary may be the beginning of another one.
  func match(_ line: Span<UInt8>) -> Match? {
    let end = Self.trimmedEnd(line)
    var index = open.count - 1
    while index >= 0 {
      if let isLast = Self.isLast(line, end, open[index].boundary) {
        return Match(level: open[index].level, isLast: isLast)
      }
      index -= 1
    }
    return nil
  }

  static func matches(_ line: Span<UInt8>, _ boundary: [UInt8]) -> Bool {
    isLast(line, trimmedEnd(line), boundary) != nil
  }

  /// The boundary that a line would have if it were a delimiter.
  static func boundary(_ line: Span<UInt8>) -> [UInt8]? {
    let end = trimmedEnd(line)
    return end > 2 && end < 200 ? line.copy(2..<end) : nil
  }

  private static func trimmedEnd(_ line: Span<UInt8>) -> Int {
    var end = line.count
    while end > 0, line[end - 1].isBlank { end -= 1 }
    return end
  }

  /// Whether the line is the last delimiter of that boundary, nil where it is none.
  private static func isLast(_ line: Span<UInt8>, _ end: Int, _ boundary: [UInt8]) -> Bool? {
    let extra = end - boundary.count - 2
    guard extra == 0 || extra == 2 else { return nil }
    for index in boundary.indices where line[index + 2] != boundary[index] { return nil }
    guard extra == 2 else { return false }
    return line[end - 1] == .hyphen && line[end - 2] == .hyphen ? true : nil
  }
}
