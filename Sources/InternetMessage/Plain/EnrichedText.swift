/// Text with commands in angle brackets: text/enriched (RFC 1896) and text/richtext before it (RFC 1341).
enum EnrichedText {
  enum Format { case enriched, rich }

  static func append(_ text: Span<UInt8>, _ format: Format, to output: inout [UInt8]) {
    var index = 0
    var hiddenBy: [UInt8]?
    var lineEnds = 0
    while index < text.count {
      let octet = text[index]
      index += 1
      if octet == .less {
        if index < text.count, text[index] == .less, format == .enriched {
          index += 1
          if hiddenBy == nil { output.append(.less) }
        } else {
          command(text, &index, format, &hiddenBy, &output)
        }
      } else if octet == .lineFeed {
        lineEnds += 1
        if hiddenBy == nil { endLine(text, index, format, lineEnds, &output) }
        continue
      } else if octet == .carriageReturn {
        continue
      } else if hiddenBy == nil {
        output.append(octet)
      }
      lineEnds = 0
    }
  }

  /// One line end is a blank; of several, one less (RFC 1896 §3).
  private static func endLine(
    _ text: Span<UInt8>, _ index: Int, _ format: Format, _ count: Int, _ output: inout [UInt8]
  ) {
    if format == .enriched, count > 1 { return output.append(.lineFeed) }
    let next = index < text.count ? text[index] : .lineFeed
    if format == .rich || (next != .lineFeed && next != .carriageReturn) { output.append(.space) }
  }

  private static let lengthLimit = 64

  private static func command(
    _ text: Span<UInt8>, _ index: inout Int, _ format: Format, _ hiddenBy: inout [UInt8]?,
    _ output: inout [UInt8]
  ) {
    let limit = min(text.count, index + lengthLimit)
    guard let end = text.first(.greater, in: index..<limit) else {
      if hiddenBy == nil { output.append(.less) }
      return
    }
    let name = text.copy(index..<end).map(\.lowered)
    index = end + 1
    let isEnd = name.first == .slash
    let bare = isEnd ? Array(name.dropFirst()) : name
    if let hiding = hiddenBy {
      if isEnd, bare == hiding { hiddenBy = nil }
      return
    }
    switch String(decoding: bare, as: UTF8.self) {
    case "param" where !isEnd, "comment" where !isEnd: hiddenBy = bare
    case "nl" where format == .rich: output.append(.lineFeed)
    case "lt" where format == .rich: output.append(.less)
    case "np" where format == .rich, "paragraph" where format == .rich && isEnd:
      output += [.lineFeed, .lineFeed]
    default: break
    }
  }
}
