/// Decodes quoted-printable (RFC 2045 §6.7), which may be cut anywhere.
///
/// An equals sign that begins nothing stands for itself. Blanks at the end of a line are left: no sender encodes them
/// that way any more, and where text is quoted they are text.
struct QuotedPrintableDecoder {
  /// An equals sign and what followed it, as long as it is not known what it says.
  private var pending: [UInt8] = []

  /// Blanks between an equals sign and the end of its line, at most.
  private static let blankLimit = 1_000

  mutating func decode(_ bytes: Span<UInt8>, into content: inout [UInt8]) {
    var position = 0
    while position < bytes.count {
      if pending.isEmpty {
        position = decodeQuick(bytes, position, &content)
      } else {
        take(bytes[position], &content)
        position += 1
      }
    }
  }

  mutating func finish(into content: inout [UInt8]) {
    // A line that is broken softly and is the last one.
    if pending.count > 1 || pending.isEmpty { content += pending }
    pending = []
  }

  /// Decodes as long as all of what an equals sign begins is there and as it should be; where it stopped.
  private mutating func decodeQuick(_ bytes: Span<UInt8>, _ start: Int, _ content: inout [UInt8]) -> Int {
    var position = start
    var written = content.count
    content += repeatElement(0, count: bytes.count - start)
    unsafe content.withUnsafeMutableBytes { target in
      unsafe bytes.withUnsafeBytes { source in
        while position < source.count {
          if unsafe source[position] != .equals {
            let end = bytes.first(.equals, from: position) ?? source.count
            let literal = unsafe UnsafeRawBufferPointer(rebasing: source[position..<end])
            unsafe UnsafeMutableRawBufferPointer(rebasing: target[written...]).copyMemory(from: literal)
            written += literal.count
            position = end
            continue
          }
          guard position + 2 < source.count else { break }
          let first = unsafe source[position + 1]
          let second = unsafe source[position + 2]
          if let high = first.hexValue, let low = second.hexValue {
            unsafe target[written] = high << 4 | low
            written += 1
            position += 3
          } else if first == .lineFeed {
            position += 2
          } else if first == .carriageReturn, second == .lineFeed {
            position += 3
          } else {
            break
          }
        }
      }
    }
    content.removeLast(content.count - written)
    guard position < bytes.count else { return position }
    pending.append(.equals)
    return position + 1
  }

  private mutating func take(_ octet: UInt8, _ content: inout [UInt8]) {
    if octet == .lineFeed, pending.dropFirst().allSatisfy(\.isBlank) { return pending.removeAll() }
    if pending.count == 2, let high = pending[1].hexValue, let low = octet.hexValue {
      content.append(high << 4 | low)
      return pending.removeAll()
    }
    let mayGoOn =
      pending.count == 1 ? octet.isBlank || octet.hexValue != nil : octet.isBlank && pending[1].isBlank
    if mayGoOn, pending.count < Self.blankLimit { return pending.append(octet) }
    content += pending
    pending.removeAll()
    if octet == .equals { pending.append(octet) } else { content.append(octet) }
  }
}
