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
    var rest = text.utf8[...]
    guard Self.skip("{", &rest) else { return nil }
    var (id, format): (String?, Int?)
    while true {
      guard let key = Self.token(&rest), Self.skip(":", &rest), let value = Self.token(&rest) else {
        return nil
      }
      switch key {
      case "id": id = value
      case "format": format = Int(value)
      case _: break
      }
      if Self.skip(",", &rest) { continue }
      break
    }
    guard Self.skip("}", &rest), let id, let format, format > 0, Self.isID(id) else { return nil }
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
  private static func token(_ rest: inout Substring.UTF8View) -> String? {
    if skip("\"", &rest) {
      let text = rest.prefix { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
      rest = rest[text.endIndex...]
      return rest.popFirst() == UInt8(ascii: "\"") ? String(Substring(text)) : nil
    }
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    rest = rest[digits.endIndex...]
    return digits.isEmpty ? nil : String(Substring(digits))
  }

  /// Blanks before it too, and these alone where it is not there.
  private static func skip(_ octet: Unicode.Scalar, _ rest: inout Substring.UTF8View) -> Bool {
    rest = rest.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    guard rest.first == UInt8(ascii: octet) else { return false }
    rest.removeFirst()
    return true
  }
}
