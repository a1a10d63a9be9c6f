/// A short hash of what tells mailboxes apart: FNV-1a, 40 bits of it as eight characters of base32.
enum MailboxHash {
  static func text(_ identity: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in identity.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let letters = Array("abcdefghijklmnopqrstuvwxyz234567")
    return String((0..<8).map { letters[Int(hash >> UInt64(24 + $0 * 5) & 31)] })
  }
}
