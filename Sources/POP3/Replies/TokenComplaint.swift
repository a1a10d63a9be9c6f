/// What a server says of an access token that it refuses: `{"status":"401","schemes":"bearer","scope":"…"}`.
///
/// Whatever does not read as such an object leaves nil; nothing of it is trusted.
public struct TokenComplaint: Sendable, Equatable {
  /// Octets of it that are looked at.
  private static let limit = 4096

  /// Such as 400 or 401, as HTTP has them.
  public private(set) var status: [UInt8]?
  /// The scope that the token should have had.
  public private(set) var scope: [UInt8]?

  /// Reads a challenge, decoded from base64.
  public init(_ challenge: [UInt8]) {
    var reader = FlatObjectReader(challenge.prefix(Self.limit))
    while let (name, value) = reader.next() {
      if name == Array("status".utf8) { status = value }
      if name == Array("scope".utf8) { scope = value }
    }
  }

  /// What it says, for people; empty where it says nothing.
  public var printable: String {
    var parts: [String] = []
    if let status { parts.append("status \(PrintableText.escaped(status, limit: 20))") }
    if let scope { parts.append("scope \(PrintableText.escaped(scope, limit: 120))") }
    return parts.joined(separator: ", ")
  }
}

/// The members of a JSON object whose values are texts, numbers or words; it ends at anything else.
private struct FlatObjectReader {
  private var rest: ArraySlice<UInt8>

  init(_ text: ArraySlice<UInt8>) {
    rest = text
    if !skip(UInt8(ascii: "{")) { rest = [] }
  }

  mutating func next() -> (name: [UInt8], value: [UInt8])? {
    _ = skip(UInt8(ascii: ","))
    guard let name = text(), skip(UInt8(ascii: ":")), let value = text() ?? word() else {
      rest = []
      return nil
    }
    return (name, value)
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    rest = rest.drop { [9, 10, 13, 32].contains($0) }
    guard rest.first == byte else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func text() -> [UInt8]? {
    let quote = UInt8(ascii: "\"")
    guard skip(quote) else { return nil }
    var text: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == quote { return text }
      if byte != UInt8(ascii: "\\") {
        text.append(byte)
      } else if let escaped = rest.popFirst() {
        // \" \\ \/ stand for themselves; what \n or \u0041 mean is of no use here, and is left as it is.
        if !["\"", "\\", "/"].contains(Unicode.Scalar(escaped)) { text.append(byte) }
        text.append(escaped)
      }
    }
    return nil
  }

  private mutating func word() -> [UInt8]? {
    rest = rest.drop { [9, 10, 13, 32].contains($0) }
    let word = rest.prefix { byte in
      (48...57).contains(byte) || (97...122).contains(byte) || [43, 45, 46, 69].contains(byte)
    }
    rest = rest.dropFirst(word.count)
    return word.isEmpty ? nil : Array(word)
  }
}
