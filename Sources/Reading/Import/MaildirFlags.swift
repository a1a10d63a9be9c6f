/// The flags at the end of a file's name in a Maildir: behind `:2,`, or `;2,` and `!2,` where no colon may be.
enum MaildirFlags {
  /// Nil where the name has none.
  static func of(_ name: String) -> (base: String, letters: String)? {
    let octets = Array(name.utf8)
    for index in octets.indices.reversed() where octets[index] == 0x2C {
      guard index >= 2, octets[index - 1] == 0x32, [0x3A, 0x3B, 0x21].contains(octets[index - 2]) else {
        continue
      }
      return (
        String(decoding: octets[..<(index - 2)], as: UTF8.self),
        String(decoding: octets[(index + 1)...], as: UTF8.self)
      )
    }
    return nil
  }
}
