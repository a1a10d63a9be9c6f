// An mbox says of no message how long it is: what begins the next one ends it. Programs differ in what they do about
// lines of text that look so (mboxo, mboxrd: `>` before them; mboxcl2: a Content-Length; some: nothing). Told message by
// message: a Content-Length counts where the next message begins just behind it, or the file ends there; then it says which
// octets are the message's, and no line is changed, for nobody knows whether any was. Without one, `>From ` was `From `, unless a line of the same message begins
// with a bare `From `: then its writer quotes nothing. No octet is lost but a `>` that was put there.

import InternetMessage

/// Hands out the messages of an mbox, one after the other, whatever its size.
package struct MboxReader {
  /// Octets of a header in which a Content-Length is looked for.
  private static let headerLimit = 64 << 10

  /// A message as it lies in the file.
  package struct Message: Sendable, Equatable {
    /// Where the line `From ` begins.
    package let start: Int64
    /// The message without that line, and without the blank line that sets the next one off.
    package let content: Range<Int64>
    /// When it was delivered, by that line, in seconds since 1970 UTC.
    package let date: Int64?
    /// A line of text begins with `From ` as it is.
    package let hasBareLine: Bool
    /// Its Content-Length is right.
    package let hasLength: Bool
  }

  private var window: OctetWindow
  private let format: MboxFormat
  private var next: (start: Int64, line: MboxSeparator)?

  /// - Throws: what reading throws.
  package init(_ window: OctetWindow, format: MboxFormat = .auto) throws {
    self.window = window
    self.format = format
    next = try Self.first(in: &self.window)
  }

  /// True where the file begins as an mbox does.
  package static func isMbox(_ window: inout OctetWindow) throws -> Bool { try first(in: &window) != nil }

  /// The next message; nil: there is none.
  package mutating func nextMessage() throws -> Message? {
    guard let (start, line) = next else { return nil }
    let content = start + Int64(line.length)
    let length = format.followsContentLength ? try end(byLengthOf: content) : nil
    let (found, hasBareLine) = try separator(from: length?.lineEnd ?? content - 1)
    next = found
    let end = try length?.content ?? withoutBlankLine(content..<(next?.start ?? window.size))
    return Message(
      start: start, content: content..<end, date: line.date, hasBareLine: hasBareLine,
      hasLength: length != nil)
  }

  /// Hands out a message as it came over the wire, in pieces.
  package mutating func read(_ message: Message, _ body: (RawSpan) throws -> Void) throws {
    let wire = WireForm(expandingLines: try !window.hasWireLineEnds(in: message.content))
    var quoting = MboxQuoting(rule(for: message))
    var text: [UInt8] = []
    try window.forEachPiece(of: message.content) { bytes in
      text.removeAll(keepingCapacity: true)
      quoting.decode(bytes, into: &text)
      try text.withUnsafeBytes { try wire.append($0, body) }
    }
    text.removeAll(keepingCapacity: true)
    quoting.finish(into: &text)
    if !text.isEmpty { try text.withUnsafeBytes { try wire.append($0, body) } }
  }

  private func rule(for message: Message) -> MboxQuoting.Rule {
    switch format {
    case .mboxo, .mboxcl: .one
    case .mboxrd: .any
    case .mboxcl2: .none
    case .auto: message.hasLength || message.hasBareLine ? .none : .any
    }
  }

  /// The first message: behind a byte order mark and blank lines, if there are any.
  private static func first(in window: inout OctetWindow) throws -> (Int64, MboxSeparator)? {
    try window.at(0, least: 4 * MboxSeparator.window) { bytes in
      let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      let start = bytes.dropFirst(mark).prefix(1_024).firstIndex { $0 != 0x0A && $0 != 0x0D }
      guard let start, let line = MboxSeparator(bytes[start...], isSetOff: true) else { return nil }
      return (Int64(start), line)
    }
  }

  /// The next line that begins a message, behind the line end at `offset` or after it.
  private mutating func separator(
    from offset: Int64
  ) throws -> (found: (Int64, MboxSeparator)?, hasBareLine: Bool) {
    var offset = offset
    var hasBareLine = false
    while offset < window.size {
      let found: Int64? = try window.at(offset, least: 6) { [offset] bytes in
        bytes.first("\nFrom ").map { offset + Int64($0) }
      }
      guard let found else {
        // What may begin at the end of the block is looked at with the next one.
        let length = try window.at(offset, least: 6) { Int64($0.count) }
        offset += max(1, length - 5)
        continue
      }
      if let line = try line(at: found + 1) { return ((found + 1, line), hasBareLine) }
      hasBareLine = true
      offset = found + 1
    }
    return (nil, hasBareLine)
  }

  private mutating func line(at start: Int64) throws -> MboxSeparator? {
    let isSetOff = try endsWithBlankLine(start)
    return try window.at(start, least: MboxSeparator.window) { MboxSeparator($0, isSetOff: isSetOff) }
  }

  /// True where the line before `offset` is blank, or there is none.
  private mutating func endsWithBlankLine(_ offset: Int64) throws -> Bool {
    let first = max(0, offset - 4)
    let before = try window.at(first, least: Int(offset - first)) { Array($0.prefix(Int(offset - first))) }
    if before.isEmpty { return true }
    guard before.last == 0x0A else { return false }
    let rest = before.dropLast()
    let line = rest.last == 0x0D ? rest.dropLast() : rest
    return line.isEmpty || line.last == 0x0A
  }

  /// The range without the blank line at its end.
  private mutating func withoutBlankLine(_ range: Range<Int64>) throws -> Int64 {
    guard !range.isEmpty, range.upperBound > range.lowerBound else { return range.lowerBound }
    let first = max(range.lowerBound, range.upperBound - 4)
    let count = Int(range.upperBound - first)
    let tail = try window.at(first, least: count) { Array($0.prefix(count)) }
    guard tail.last == 0x0A else { return range.upperBound }
    let end = tail.dropLast().last == 0x0D ? 2 : 1
    // The line end of the last line is the message's own.
    let before = tail.dropLast(end)
    let isBlank = before.isEmpty ? first == range.lowerBound : before.last == 0x0A
    return isBlank ? range.upperBound - Int64(end) : range.upperBound
  }
}

extension MboxReader {
  /// Where a message ends by its Content-Length.
  private struct End {
    /// The line end before the next message, or before the end of the file.
    let lineEnd: Int64
    /// The end of the content; nil where two line ends follow, and whose the first of them is nobody can tell.
    let content: Int64?
  }

  /// Where the message at `content` ends by its Content-Length; nil where none begins there, nor the file ends.
  private mutating func end(byLengthOf content: Int64) throws -> End? {
    let header = try window.at(content, least: Self.headerLimit) { bytes in
      let start = UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.headerLimit))
      let end = [start.first("\n\n"), start.first("\n\r\n")].compactMap(\.self).min()
      return end.flatMap { Self.length(Array(start[..<min($0 + 3, start.count)])) }
    }
    guard let header, header.octets <= window.size - content - header.body else { return nil }
    let end = content + header.body + header.octets
    var place = end
    // A line end sets the next message off. Who writes two has not counted the last one of the message, or has ended
    // the line of one that had none: unless the format says that lengths are right, the message keeps it.
    for lineEnds in 0...3 {
      let exact = lineEnds < 2 || format != .auto ? end : nil
      if place == window.size { return End(lineEnd: max(content - 1, place - 1), content: exact) }
      guard lineEnds < 3 else { break }
      let isAtLine = try place == content || octet(at: place - 1) == 0x0A
      if isAtLine, try line(at: place) != nil { return End(lineEnd: place - 1, content: exact) }
      let next = try window.at(place, least: 2) { Array($0.prefix(2)) }
      if next.first == 0x0A { place += 1 } else if next == [0x0D, 0x0A] { place += 2 } else { break }
    }
    return nil
  }

  private mutating func octet(at offset: Int64) throws -> UInt8? { try window.at(offset) { $0.first } }

  /// What a header says of the length of its body, and where that begins; nil where it says nothing.
  private static func length(_ header: [UInt8]) -> (octets: Int64, body: Int64)? {
    guard let end = HeaderSection.end(in: header) else { return nil }
    var value: Int64?
    for line in header[..<end.fields].split(separator: 0x0A) {
      let name = line.prefix { $0 != 0x3A }
      guard name.count == 14, name.map({ $0 | 0x20 }) == Array("content-length".utf8) else { continue }
      let digits = line.dropFirst(15).filter { ![0x20, 0x09, 0x0D].contains($0) }
      value = digits.count < 16 ? Int64(String(decoding: digits, as: UTF8.self)) : nil
    }
    return value.flatMap { $0 >= 0 ? ($0, Int64(end.body)) : nil }
  }
}
