import FoundationEssentials

/// Prints one JSON document on standard output.
///
/// Characters that a terminal obeys, or that make text look like another, are escaped: nothing in it changes.
enum JSONOutput {
  static func print(_ value: some Encodable) throws { Output.raw(try text(value)) }

  /// Prints an array, element by element: it is never held whole.
  ///
  /// `body` hands over the elements, and is told whether anybody still reads them.
  static func printArray<Element: Encodable>(
    of type: Element.Type, _ body: ((Element) throws -> Bool) throws -> Void
  ) throws {
    var isEmpty = true
    try body { element in
      let lines = try text(element).split(separator: "\n").map { "  \($0)" }
      Output.part((isEmpty ? "[\n" : ",\n") + lines.joined(separator: "\n"))
      isEmpty = false
      return !Output.isUnread
    }
    Output.raw(isEmpty ? "[]" : "\n]")
  }

  private static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return harmless(String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  /// Beyond ASCII a document has nothing but what stands in its strings.
  static func harmless(_ document: String) -> String {
    if document.utf8.allSatisfy({ $0 < 0x7F }) { return document }
    var text = ""
    text.reserveCapacity(document.utf8.count)
    for scalar in document.unicodeScalars {
      guard isEscaped(scalar) else {
        text.unicodeScalars.append(scalar)
        continue
      }
      for unit in UTF16.encode(scalar) ?? .init() {
        let digits = String(unit, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return text
  }

  private static func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x7F else { return false }
    switch scalar.properties.generalCategory {
    // Bidi overrides and tags are among the formats.
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate:
      return true
    case _: return false
    }
  }
}
