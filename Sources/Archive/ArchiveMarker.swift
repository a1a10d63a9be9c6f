import Maildir
import SystemPackage

/// What makes a folder an archive: `.popkeep/archive.json`, with the archive's id and its format.
package struct ArchiveMarker: Sendable, Equatable {
  /// The format that this version writes, and the highest that it reads.
  package static let format = 1

  /// Random, 32 hexadecimal digits: tells archives apart, whatever their paths.
  package let id: String
  package let format: Int

  package init(id: String, format: Int = ArchiveMarker.format) {
    self.id = id
    self.format = format
  }

  var text: String { "{\"format\": \(format), \"id\": \"\(id)\"}\n" }

  /// Reads what `text` wrote, in any order and with any blanks; nil where that is not what it says.
  init?(text: String) {
    var rest = text[...].drop(while: \.isWhitespace)
    guard rest.popFirst() == "{" else { return nil }
    var values: [String: String] = [:]
    while true {
      guard let key = Self.token(&rest), Self.skip(":", &rest), let value = Self.token(&rest) else {
        return nil
      }
      values[key] = value
      if Self.skip(",", &rest) { continue }
      break
    }
    guard Self.skip("}", &rest), let id = values["id"], let format = values["format"].flatMap({ Int($0) }),
      format > 0, Self.isID(id)
    else { return nil }
    self.init(id: id, format: format)
  }

  static func isID(_ text: String) -> Bool {
    text.utf8.count == 32
      && text.utf8.allSatisfy { byte in
        switch UnicodeScalar(byte) {
        case "0"..."9", "a"..."f": true
        case _: false
        }
      }
  }

  /// A number, or a string without escapes.
  private static func token(_ rest: inout Substring) -> String? {
    rest = rest.drop(while: \.isWhitespace)
    if rest.first == "\"" {
      rest.removeFirst()
      let text = rest.prefix { $0 != "\"" && $0 != "\\" }
      rest = rest[text.endIndex...]
      return rest.popFirst() == "\"" ? String(text) : nil
    }
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    rest = rest[digits.endIndex...]
    return digits.isEmpty ? nil : String(digits)
  }

  private static func skip(_ character: Character, _ rest: inout Substring) -> Bool {
    rest = rest.drop(while: \.isWhitespace)
    guard rest.first == character else { return false }
    rest.removeFirst()
    return true
  }
}
