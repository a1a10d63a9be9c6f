/// The header of one part as its lines come: where it ends, and the fields that say what the part is.
///
/// Of those fields the first of a name counts, each as far as `valueLimit`; all others are passed over.
struct PartHeader {
  /// What is kept of one field.
  static let valueLimit = 1 << 14

  enum Step {
    case more
    /// The line is the blank one.
    case end
    /// The line is no header's, and the content begins at this offset.
    case body(Int)
  }

  enum Field: Int {
    case contentType, encoding, disposition, contentID
  }

  let start: Int

  /// Whether lines that are no fields may stand before the first field.
  var mayStartBadly = false
  private(set) var defects = DefectSet()
  private(set) var contentType: [UInt8]?
  private(set) var encoding: [UInt8]?
  private(set) var disposition: [UInt8]?
  private(set) var contentID: [UInt8]?

  /// The field whose lines are read, nil where it is of no interest.
  private var current: Field?
  private var hasField = false

  /// What `boundary` found, until Content-Type has more.
  private var knownBoundary: [UInt8]??

  /// Where lines begin that are no fields and behind which no field came.
  private var badStart: Int?

  init(at start: Int) { self.start = start }

  /// The boundary that Content-Type names so far.
  mutating func boundary() -> [UInt8]? {
    if let known = knownBoundary { return known }
    var boundary: [UInt8]?
    if let contentType {
      var reader = ParameterReader(contentType)
      if reader.head().first == "multipart" {
        boundary = ParameterValues(reader).octets("boundary").flatMap(PartValues.boundary)
      }
    }
    knownBoundary = .some(boundary)
    return boundary
  }

  mutating func take(_ line: Span<UInt8>, from lineStart: Int) -> Step {
    if line.count == 0 || (line.count == 1 && line[0] == .carriageReturn) { return .end }
    if lineStart - start >= Header.octetLimit {
      defects.insert(.headerTooLong)
      return .more
    }
    if !line.isASCII, !line.isUTF8 { defects.insert(.rawHeader) }
    if (line[0] == .space || line[0] == .tab) && (hasField || mayStartBadly) {
      append(line)
    } else if let name = line.fieldName(0..<line.count) {
      if badStart != nil { defects.insert(.badHeaderLine) }
      badStart = nil
      hasField = true
      begin(line, name)
    } else {
      return takeBadLine(line, lineStart)
    }
    return .more
  }

  /// Where the fields end and the content begins, when a blank line or a delimiter has come, or nothing more.
  mutating func finish(fields: Int, body: Int) -> (fields: Int, body: Int) {
    guard let badStart else { return (fields, body) }
    defects.insert(.noBlankLine)
    return (badStart, badStart)
  }

  private mutating func takeBadLine(_ line: Span<UInt8>, _ lineStart: Int) -> Step {
    current = nil
    if !hasField {
      if !mayStartBadly {
        defects.insert(.noBlankLine)
        return .body(lineStart)
      }
      if lineStart == start, line.isFromLine { return .more }
    }
    badStart = badStart ?? lineStart
    return .more
  }

  private mutating func begin(_ line: Span<UInt8>, _ name: (nameEnd: Int, value: Int)) {
    current = Field(line, nameEnd: name.nameEnd)
    guard let current else { return }
    knownBoundary = nil
    let value = line.copy(line.trimmed(name.value..<max(name.value, min(line.count, Self.valueLimit))))
    switch current {
    case .contentType where contentType == nil: contentType = value
    case .encoding where encoding == nil: encoding = value
    case .disposition where disposition == nil: disposition = value
    case .contentID where contentID == nil: contentID = value
    case .contentType, .encoding, .disposition, .contentID: self.current = nil
    }
  }

  /// A continuation line; its fold becomes one blank.
  private mutating func append(_ line: Span<UInt8>) {
    knownBoundary = nil
    switch current {
    case .contentType: Self.append(line, to: &contentType)
    case .encoding: Self.append(line, to: &encoding)
    case .disposition: Self.append(line, to: &disposition)
    case .contentID: Self.append(line, to: &contentID)
    case nil: break
    }
  }

  private static func append(_ line: Span<UInt8>, to value: inout [UInt8]?) {
    let range = line.trimmed(0..<line.count)
    guard var octets = value, octets.count + range.count < valueLimit else { return }
    value = nil
    octets.append(.space)
    octets.append(line.extracting(range))
    value = octets
  }
}

extension PartHeader.Field {
  /// The field that is named by the octets up to `nameEnd`.
  fileprivate init?(_ line: Span<UInt8>, nameEnd: Int) {
    guard nameEnd > 9, line[0].lowered == UInt8(ascii: "c"), line[7] == .hyphen else { return nil }
    switch nameEnd {
    case 10 where line.spells("content-id", at: 0..<10): self = .contentID
    case 12 where line.spells("content-type", at: 0..<12): self = .contentType
    case 19 where line.spells("content-disposition", at: 0..<19): self = .disposition
    case 25 where line.spells("content-transfer-encoding", at: 0..<25): self = .encoding
    default: return nil
    }
  }
}
