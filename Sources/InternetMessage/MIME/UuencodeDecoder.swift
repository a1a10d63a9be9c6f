/// Decodes what stands between `begin 644 name` and `end`, as uuencode wrote it; lines may be cut anywhere.
struct UuencodeDecoder {
  private enum Place { case before, within, after }

  private var place = Place.before
  private var line: [UInt8] = []

  /// A line has 61 octets; more than this are not looked at.
  private static let lineLimit = 1_000

  mutating func decode(_ bytes: Span<UInt8>, into content: inout [UInt8]) {
    var position = 0
    while position < bytes.count {
      let end = bytes.first(.lineFeed, from: position) ?? bytes.count
      line.append(bytes.extracting(position..<min(end, position + Self.lineLimit - line.count)))
      if end < bytes.count { endLine(&content) }
      position = end + 1
    }
  }

  mutating func finish(into content: inout [UInt8]) {
    if !line.isEmpty { endLine(&content) }
  }

  private mutating func endLine(_ content: inout [UInt8]) {
    while line.last == .carriageReturn { line.removeLast() }
    switch place {
    case .before: if line.starts(with: "begin ".utf8) { place = .within }
    case .within:
      if line.elementsEqual("end".utf8) { place = .after } else { decodeLine(into: &content) }
    case .after: break
    }
    line.removeAll(keepingCapacity: true)
  }

  /// The first octet says how many octets a line stands for; blanks at its end may have been lost.
  private func decodeLine(into content: inout [UInt8]) {
    guard let first = line.first, first >= .space, first <= 0x60 else { return }
    var left = Int((first &- .space) & 0x3F)
    var position = 1
    while left > 0 {
      var group: UInt32 = 0
      for index in position..<position + 4 {
        let octet = index < line.count ? line[index] : .space
        group = group << 6 | UInt32((octet &- .space) & 0x3F)
      }
      for shift in [16, 8, 0].prefix(left) { content.append(UInt8(truncatingIfNeeded: group >> shift)) }
      left -= 3
      position += 4
    }
  }
}
