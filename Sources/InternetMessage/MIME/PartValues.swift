/// Says what a part is by the fields of its header, and keeps what all headers of a message may ask for bounded.
struct PartValues {
  /// The octets of field values that are kept for all parts; beyond it only types and encodings are.
  static let octetLimit = 1 << 22

  private var decoder = TextDecoder()
  private var octetsLeft = octetLimit
  private var knowsCharset = false

  /// Fills in type, encoding, disposition and names of `part`; returns the boundary of a multipart.
  mutating func describe(
    _ part: inout MessagePart, by header: PartHeader, _ defects: inout DefectSet
  ) -> [UInt8]? {
    var boundary: [UInt8]?
    if let field = header.contentType { boundary = describeType(&part, field, &defects) }
    if let field = header.encoding { describeEncoding(&part, field, &defects) }
    if let field = header.disposition { describeDisposition(&part, field) }
    if let field = header.contentID, takes(field) {
      let id = decoder.decode(field.span)
      let trimmed = id.utf8.drop { $0 == .less || $0.isBlank }
      part.contentID = String(trimmed.prefix { $0 != .greater })
    }
    if part.filename == nil { part.filename = part.type.parameter("name") }
    if part.filename?.isEmpty == true { part.filename = nil }
    return part.isMultipart ? boundary : nil
  }

  /// Whether so many octets may still be kept.
  private mutating func takes(_ field: [UInt8]) -> Bool {
    octetsLeft -= field.count
    return octetsLeft >= 0
  }

  private mutating func describeType(
    _ part: inout MessagePart, _ field: [UInt8], _ defects: inout DefectSet
  ) -> [UInt8]? {
    var reader = ParameterReader(field)
    guard let type = Self.type(reader.head()) else {
      defects.insert(.badContentType)
      return nil
    }
    if !type.isWhole { defects.insert(.badContentType) }
    part.type = type.type
    part.typeIsDeclared = true
    let values = ParameterValues(reader)
    if takes(field) {
      if !knowsCharset, let charset = values.octets("charset"), !charset.isEmpty {
        knowsCharset = true
        decoder.charsets = CharsetDecoder(declared: charset.map(\.lowered))
      }
      part.type.parameters = values.texts(&decoder)
    }
    return part.isMultipart ? values.octets("boundary").flatMap(Self.boundary) : nil
  }

  /// The boundary without blanks at its end, which it must not have (RFC 2046 §5.1.1).
  static func boundary(_ octets: [UInt8]) -> [UInt8]? {
    var boundary = octets
    while boundary.last?.isBlank == true { boundary.removeLast() }
    return boundary.isEmpty ? nil : boundary
  }

  /// `text/plain`, and what is meant where half of it is missing.
  private static func type(_ head: (first: String, second: String?)) -> (type: ContentType, isWhole: Bool)? {
    let type = head.first
    guard !type.isEmpty, type.utf8.allSatisfy({ $0 > .space && $0 < 0x7F && $0 != .equals }) else {
      return nil
    }
    if let subtype = head.second, !subtype.isEmpty { return (ContentType(type, subtype), true) }
    switch type {
    case "text": return (.plainText, false)
    case "multipart": return (ContentType("multipart", "mixed"), false)
    case "application", "image", "audio", "video":
      return (ContentType("application", "octet-stream"), false)
    default: return nil
    }
  }

  private mutating func describeEncoding(
    _ part: inout MessagePart, _ field: [UInt8], _ defects: inout DefectSet
  ) {
    var reader = ParameterReader(field)
    switch reader.head().first {
    case "7bit", "8bit", "binary", "": break
    case "base64": part.encoding = .base64
    case "quoted-printable": part.encoding = .quotedPrintable
    case "quoted", "quotedprintable":
      part.encoding = .quotedPrintable
      defects.insert(.badEncoding)
    case "x-uuencode", "x-uue", "uuencode", "uue": part.encoding = .uuencode
    default: defects.insert(.badEncoding)
    }
    if part.isMultipart, part.encoding != .identity {
      defects.insert(.badEncoding)
      part.encoding = .identity
    }
  }

  private mutating func describeDisposition(_ part: inout MessagePart, _ field: [UInt8]) {
    guard takes(field) else { return }
    var reader = ParameterReader(field)
    let word = reader.head().first
    if !word.isEmpty { part.disposition = word }
    let values = ParameterValues(reader)
    part.filename = values.text("filename", &decoder) ?? values.text("name", &decoder)
  }
}
