import Settings

/// A short hash of what tells mailboxes apart: FNV-1a, 40 bits of it as eight characters of base32.
enum MailboxHash {
  static func text(_ identity: String) -> String {
    let hash = StableHash.of(identity)
    let letters = Array("abcdefghijklmnopqrstuvwxyz234567")
    return String((0..<8).map { letters[Int(hash >> UInt64(24 + $0 * 5) & 31)] })
  }
}
