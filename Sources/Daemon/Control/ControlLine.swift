import FoundationEssentials

/// A message as a line, and back.
package enum ControlLine {
  /// The longest request, in octets: the names of a hundred thousand accounts.
  static let longestRequest = 8 << 20
  /// The longest answer: a report that names ten thousand messages.
  static let longestAnswer = 64 << 20

  package static func encode(_ message: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes]
    return Array(try encoder.encode(message)) + [10]
  }

  package static func decode<Message: Decodable>(_ line: [UInt8], as type: Message.Type) throws -> Message {
    try JSONDecoder().decode(type, from: Data(line))
  }
}
