/// Joins the lines that a program broke (RFC 3676): a line that ends in a blank goes on in the next of the same depth
/// of quotation.
enum FlowedText {
  static func append(_ text: Span<UInt8>, deletesBlanks: Bool, to output: inout [UInt8]) {
    var start = 0
    var openDepth: Int?
    while start < text.count {
      let lineFeed = text.first(.lineFeed, from: start) ?? text.count
      var end = lineFeed
      if end > start, text[end - 1] == .carriageReturn { end -= 1 }
      var content = start
      while content < end, text[content] == .greater { content += 1 }
      let depth = content - start
      // A blank that keeps lines from looking quoted, or like mbox's From.
      if content < end, text[content] == .space { content += 1 }
      let isSignature = end - content == 3 && text.isSignatureMark(content)
      let isFlowed = end > content && text[end - 1] == .space && !isSignature
      if openDepth != depth || isSignature {
        if openDepth != nil { output.append(.lineFeed) }
        appendQuotes(depth, to: &output)
      }
      text.append(content..<(isFlowed && deletesBlanks ? end - 1 : end), to: &output)
      openDepth = isFlowed ? depth : nil
      if !isFlowed { output.append(.lineFeed) }
      start = lineFeed + 1
    }
    if openDepth != nil { output.append(.lineFeed) }
  }

  /// More are not written: a text must not grow with the depth that it claims.
  private static let depthLimit = 32

  private static func appendQuotes(_ depth: Int, to output: inout [UInt8]) {
    if depth == 0 { return }
    output += repeatElement(.greater, count: min(depth, depthLimit))
    output.append(.space)
  }
}

extension Span<UInt8> {
  /// `-- `, the line before a signature, is never soft.
  fileprivate func isSignatureMark(_ start: Int) -> Bool {
    self[start] == .hyphen && self[start + 1] == .hyphen && self[start + 2] == .space
  }
}
