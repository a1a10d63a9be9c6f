/// One part of a message: where it stands and what its header says it is.
///
/// Offsets count the octets that the structure was read from, whatever their line ends.
public struct MessagePart: Hashable, Sendable {
  /// The number of the part (RFC 3501 §6.4.5): `1`, `1.2`. A multipart that is the message itself, or the message in a
  /// message/rfc822, has none of its own: empty for the former, that of the enclosing part for the latter.
  public var path: String

  /// The index of the part around this one; nil for the message itself.
  public var parent: Int?

  /// How many parts are around this one.
  public var depth: Int

  public var type: ContentType

  /// False where the header says nothing usable of the type, which is then the default (RFC 2045 §5.2, RFC 2046 §5.1.5).
  public var typeIsDeclared: Bool
  public var encoding: ContentEncoding

  /// `attachment`, `inline` or another word in lower case (RFC 2183); nil where the header has none.
  public var disposition: String?

  /// The name that the sender gave the content, decoded; never to be used as a path as it stands.
  public var filename: String?

  /// Content-ID without angle brackets.
  public var contentID: String?

  /// True for a part of a multipart/related that is not its first: the text beside it shows it (RFC 2387).
  public var isRelated: Bool

  /// True for a part of a multipart/report or multipart/digest: messages there are read where they are (RFC 6522).
  public var isReported: Bool

  /// The header lines of the part, without the blank line after them.
  public var header: Range<Int>

  /// The encoded content, without the line end before a boundary (RFC 2046 §5.1.1).
  public var body: Range<Int>

  public init(
    path: String, parent: Int? = nil, depth: Int = 0, type: ContentType = .plainText,
    typeIsDeclared: Bool = false,
    encoding: ContentEncoding = .identity, disposition: String? = nil, filename: String? = nil,
    contentID: String? = nil, isRelated: Bool = false, isReported: Bool = false, header: Range<Int>,
    body: Range<Int>
  ) {
    self.path = path
    self.parent = parent
    self.depth = depth
    self.type = type
    self.typeIsDeclared = typeIsDeclared
    self.encoding = encoding
    self.disposition = disposition
    self.filename = filename
    self.contentID = contentID
    self.isRelated = isRelated
    self.isReported = isReported
    self.header = header
    self.body = body
  }

  /// True for a part that has parts in place of content of its own.
  public var isMultipart: Bool { type.type == "multipart" }

  /// True for an enclosed message, which has content (its octets) and parts (RFC 2046 §5.2.1, RFC 6532 §3.7).
  public var isMessage: Bool {
    type.type == "message" && (type.subtype == "rfc822" || type.subtype == "global")
  }
}
