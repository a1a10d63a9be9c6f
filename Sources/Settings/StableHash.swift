/// A hash that is the same on every machine and in every version: FNV-1a, 64 bits. Nothing secret is to be told by it.
package enum StableHash {
  package static func of(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
  }
}
