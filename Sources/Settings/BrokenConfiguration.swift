/// What can still be read from a configuration file that is refused: where its archive is, so that a daemon that goes by
/// the one before it can be asked.
package enum BrokenConfiguration {
  /// The archive's folder as an absolute path; nil where the text does not tell.
  package static func archive(file: String, home: String?) -> String? {
    let content: BoundedFile
    do { content = try BoundedFile.read(file, limit: JSONReader.limit) } catch { return nil }
    guard let text = archive(in: content.bytes, file), !text.isEmpty, isPlain(text) else { return nil }
    if text.hasPrefix("/") { return text }
    guard text.hasPrefix("~/"), let home else { return nil }
    return home + text.dropFirst()
  }

  private static func archive(in bytes: [UInt8], _ file: String) -> String? {
    do {
      guard case .object(let members) = try JSONReader.read(bytes, file: file).value,
        case .text(let text)? = members.first(where: { $0.key == "archive" })?.node.value
      else { return nil }
      return text
    } catch { return scanned(String(decoding: bytes, as: UTF8.self)) }
  }

  /// The first text in quotes that follows the word and a colon, in a file that is no JSON.
  private static func scanned(_ text: String) -> String? {
    guard let word = text.firstRange(of: "archive") else { return nil }
    let rest = text[word.upperBound...].drop { $0 == "\"" || $0 == "'" || $0 == " " }
    guard rest.first == ":" else { return nil }
    let value = rest.dropFirst().drop { $0 == " " }
    guard let quote = value.first, quote == "\"" || quote == "'" else { return nil }
    let inside = value.dropFirst()
    return inside.firstIndex(of: quote).map { String(inside[..<$0]) }
  }
}
