/// A part whose end has not been seen.
struct OpenPart {
  let index: Int
  let isMultipart: Bool
  let isDigest: Bool
  let isRelated: Bool
  let isReport: Bool
  let hasBoundary: Bool

  /// Whether its content is a message that is looked into.
  let holdsMessage: Bool

  /// Whether the closing delimiter of a multipart was seen; what follows it is nobody's (RFC 2046 §5.1.1).
  var isClosed = false

  /// The parts right within it so far.
  var children = 0

  init(_ part: MessagePart, index: Int, hasBoundary: Bool) {
    self.index = index
    self.hasBoundary = hasBoundary
    isMultipart = part.isMultipart
    holdsMessage = !isMultipart && part.isMessage && part.encoding == .identity
    isDigest = isMultipart && part.type.subtype == "digest"
    isReport = isMultipart && (isDigest || part.type.subtype == "report")
    isRelated = isMultipart && part.type.subtype == "related"
  }
}
