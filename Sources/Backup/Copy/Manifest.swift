package import MailIndex

/// `SHA256SUMS` of a folder: what `sha256sum -c` checks. A line a file: the hash, two blanks, the name.
package struct Manifest: Sendable {
  static let fileName = "SHA256SUMS"
  /// More is no manifest of a folder of ours.
  package static let limit = 8 << 20

  package private(set) var hashes: [String: ContentHash] = [:]
  /// Something in the file was no such line: others may have been lost with it.
  package private(set) var isDamaged = false

  package init() {}

  package init(parsing bytes: [UInt8]) {
    isDamaged = bytes.count >= Self.limit || !(bytes.isEmpty || bytes.last == 10)
    for line in bytes.split(separator: 10) {
      guard line.count > 66, let hash = ContentHash(hex: line.prefix(64)), line[line.startIndex + 64] == 32,
        let name = Self.name(line.dropFirst(66))
      else {
        isDamaged = true
        continue
      }
      if hashes.updateValue(hash, forKey: name) != nil { isDamaged = true }
    }
  }

  /// A name in the folder itself, of what can be printed.
  private static func name(_ octets: ArraySlice<UInt8>) -> String? {
    guard octets.count < 256, octets.allSatisfy({ (33...126).contains($0) && $0 != UInt8(ascii: "/") })
    else { return nil }
    return String(decoding: octets, as: UTF8.self)
  }

  package subscript(name: String) -> ContentHash? {
    get { hashes[name] }
    set { hashes[name] = newValue }
  }

  var count: Int { hashes.count }

  /// The text of the file, by name.
  package var bytes: [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(hashes.count * 110)
    for (name, hash) in hashes.sorted(by: { $0.key < $1.key }) {
      text += hash.hex.utf8
      text += "  ".utf8
      text += name.utf8
      text.append(10)
    }
    return text
  }
}
