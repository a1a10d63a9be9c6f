/// Where one header field stands: its name, and its value with the folds still in it.
struct FieldSlice {
  let name: Range<Int>
  let value: Range<Int>
}

/// Walks the fields of a header section in one pass, without copying.
///
/// Lines that are no field (an mbox `From ` line, text without a colon) are passed over with their continuation
/// lines; the blank line ends the walk. A header without any LF is read with CR as its line end, as old Macintosh
/// software wrote it.
struct FieldScanner {
  private var offset = 0
  private let lineEnd: UInt8

  init(_ header: Span<UInt8>) {
    lineEnd = header.first(.lineFeed, from: 0) == nil ? .carriageReturn : .lineFeed
  }

  /// The offset after the last line that was read.
  var position: Int { offset }

  mutating func next(in header: Span<UInt8>) -> FieldSlice? {
    while offset < header.count {
      let start = offset
      let firstEnd = header.first(lineEnd, from: start) ?? header.count
      if isBlankLine(start, firstEnd, header) { return nil }
      let end = lastLineEnd(firstEnd, header)
      offset = min(end + 1, header.count)
      if let slice = field(start, firstEnd, end, header) { return slice }
    }
    return nil
  }

  private func isBlankLine(_ start: Int, _ end: Int, _ header: Span<UInt8>) -> Bool {
    start == end || (end == start + 1 && end < header.count && header[start] == .carriageReturn)
  }

  /// The end of the last continuation line of a field whose first line ends at `firstEnd`.
  private func lastLineEnd(_ firstEnd: Int, _ header: Span<UInt8>) -> Int {
    var end = firstEnd
    while end + 1 < header.count, header[end + 1] == .space || header[end + 1] == .tab {
      end = header.first(lineEnd, from: end + 1) ?? header.count
    }
    return end
  }

  /// The field on a line, where the line is one.
  private func field(_ start: Int, _ firstEnd: Int, _ end: Int, _ header: Span<UInt8>) -> FieldSlice? {
    guard let found = header.fieldName(start..<firstEnd) else { return nil }
    return FieldSlice(name: start..<found.nameEnd, value: header.trimmed(found.value..<end))
  }
}

extension Span<UInt8> {
  /// Where the name of a field ends and its value begins, where the line is the first of a field: a name of printable
  /// ASCII (RFC 5322 §2.2), blanks allowed before the colon (§4.5).
  func fieldName(_ line: Range<Int>) -> (nameEnd: Int, value: Int)? {
    var nameEnd = line.lowerBound
    while nameEnd < line.upperBound, self[nameEnd] > .space, self[nameEnd] < 0x7F, self[nameEnd] != .colon {
      nameEnd += 1
    }
    var colon = nameEnd
    while colon < line.upperBound, self[colon].isBlank { colon += 1 }
    guard nameEnd > line.lowerBound, colon < line.upperBound, self[colon] == .colon else { return nil }
    return (nameEnd, colon + 1)
  }
}
