/// Reads JSON5 and keeps the line and column of every key and value.
///
/// A reader of its own because no library tells where a key stands, and a configuration error without its
/// line is a riddle. Duplicate keys are refused, which JSON leaves open. Input is bounded: `limit` octets,
/// `deepest` levels; every step consumes a byte or ends, so time is linear. No error quotes a value, for
/// the value may be a password.
struct JSONReader {
  static let limit = 16 << 20
  static let deepest = 32

  let file: String
  let bytes: [UInt8]
  var index = 0
  private var line = 1
  private var column = 1
  /// The byte that `column` was counted up to.
  private var counted = 0
  private var depth = 0

  /// The one value that `bytes` hold; `file` is for the errors.
  static func read(_ bytes: [UInt8], file: String) throws(ConfigurationFailure) -> JSONNode {
    guard bytes.count <= limit else {
      throw ConfigurationFailure(
        file: file, position: nil, message: "the file is larger than 16 MiB, too large for a configuration")
    }
    var reader = JSONReader(file: file, bytes: bytes)
    try reader.skipSpace()
    guard reader.peek() != nil else { throw reader.failure("the file is empty") }
    let node = try reader.value()
    try reader.skipSpace()
    guard reader.peek() == nil else {
      throw reader.failure("text goes on after the end of the configuration")
    }
    return node
  }

  private init(file: String, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
  }

  // What the file says of itself, for the string, number and space readers.

  func peek(_ ahead: Int = 0) -> UInt8? { index + ahead < bytes.count ? bytes[index + ahead] : nil }

  func follows(_ text: StaticString) -> Bool {
    bytes[index...].starts(with: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Where the next byte stands.
  mutating func position() -> TextPosition {
    while counted < index {
      if bytes[counted] & 0xC0 != 0x80 { column += 1 }
      counted += 1
    }
    return TextPosition(line: line, column: column)
  }

  /// Steps over a line end at the next byte: LF, CR or CRLF; false where there is none.
  mutating func skipLineEnd() -> Bool {
    guard let byte = peek(), byte == 10 || byte == 13 else { return false }
    index += byte == 13 && peek(1) == 10 ? 2 : 1
    line += 1
    column = 1
    counted = index
    return true
  }

  mutating func failure(_ message: String, suggestion: String? = nil) -> ConfigurationFailure {
    let place = position()
    return failure(message, at: place, suggestion: suggestion)
  }

  func failure(_ message: String, at place: TextPosition, suggestion: String? = nil) -> ConfigurationFailure {
    ConfigurationFailure(file: file, position: place, message: message, suggestion: suggestion)
  }

  // The grammar (json5.org).

  private mutating func value() throws(ConfigurationFailure) -> JSONNode {
    let start = position()
    guard let byte = peek() else { throw failure("the file ends where a value is expected") }
    let value: JSONValue
    switch byte {
    case UInt8(ascii: "{"):
      value = .object(try nested { reader throws(ConfigurationFailure) in try reader.members(start) })
    case UInt8(ascii: "["):
      value = .array(try nested { reader throws(ConfigurationFailure) in try reader.elements(start) })
    case UInt8(ascii: "\""), UInt8(ascii: "'"): value = .text(try string())
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "0")...UInt8(ascii: "9"):
      value = .number(try number())
    case _: value = try word(start)
    }
    return JSONNode(value: value, position: start)
  }

  private mutating func nested<Result>(
    _ read: (inout JSONReader) throws(ConfigurationFailure) -> Result
  ) throws(ConfigurationFailure) -> Result {
    guard depth < Self.deepest else {
      throw failure("more than \(Self.deepest) levels of { and [ inside each other")
    }
    depth += 1
    index += 1
    let result = try read(&self)
    depth -= 1
    return result
  }

  private mutating func elements(_ start: TextPosition) throws(ConfigurationFailure) -> [JSONNode] {
    var elements: [JSONNode] = []
    while true {
      try skipSpace()
      if take(UInt8(ascii: "]")) { return elements }
      guard peek() != nil else { throw unclosed("[", start) }
      elements.append(try value())
      try skipSpace()
      if take(UInt8(ascii: ",")) { continue }
      if peek() == UInt8(ascii: "]") { continue }
      guard peek() != nil else { throw unclosed("[", start) }
      throw failure("a comma or ] is expected here")
    }
  }

  private mutating func members(_ start: TextPosition) throws(ConfigurationFailure) -> [JSONMember] {
    var members: [JSONMember] = []
    var lines: [String: Int] = [:]
    while true {
      try skipSpace()
      if take(UInt8(ascii: "}")) { return members }
      guard peek() != nil else { throw unclosed("{", start) }
      let place = position()
      let key = try key()
      if let first = lines.updateValue(place.line, forKey: key) {
        throw failure(
          "the key \(quoted(key)) stands here a second time; the first is in line \(first)", at: place)
      }
      try skipSpace()
      guard take(UInt8(ascii: ":")) else { throw failure("a colon and a value are expected after the key") }
      try skipSpace()
      members.append(JSONMember(key: key, position: place, node: try value()))
      try skipSpace()
      if take(UInt8(ascii: ",")) { continue }
      if peek() == UInt8(ascii: "}") { continue }
      guard peek() != nil else { throw unclosed("{", start) }
      throw failure("a comma or } is expected after the value of \(quoted(key))")
    }
  }

  private mutating func key() throws(ConfigurationFailure) -> String {
    guard let byte = peek() else { throw failure("the file ends where a key is expected") }
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return try string() }
    let name = identifier()
    guard !name.isEmpty else { throw failure("a key is expected here, in plain quotes") }
    return name
  }

  private mutating func word(_ start: TextPosition) throws(ConfigurationFailure) -> JSONValue {
    let name = identifier()
    switch name {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    case "Infinity", "NaN": return .number(nil)
    case _:
      throw failure(
        "a value is expected here; text stands in plain quotes", at: start,
        suggestion: ["true", "false", "null"].first { $0 == name.lowercased() })
    }
  }

  private mutating func identifier() -> String {
    let start = index
    while let byte = peek(), isWordByte(byte) { index += 1 }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    index += 1
    return true
  }

  private mutating func unclosed(_ bracket: String, _ start: TextPosition) -> ConfigurationFailure {
    failure("the file ends, but the \(bracket) of line \(start.line) is not closed")
  }
}

/// True for the ASCII bytes of an ECMAScript identifier.
func isWordByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"):
    true
  case _: false
  }
}
