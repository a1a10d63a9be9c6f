import FoundationEssentials

/// Prints one JSON document on standard output.
enum JSONOutput {
  static func print(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    Output.raw(String(decoding: try encoder.encode(value), as: UTF8.self))
  }
}
