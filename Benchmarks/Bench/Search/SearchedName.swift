/// What the file of a generated message is called in an archive.
enum SearchedName {
  static func name(_ number: Int, _ content: [UInt8], arrival: Int) -> String {
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567")
    var bits = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
    let tag = String(
      (0..<16).map { place in
        if place == 8 { bits = UInt64(number) &* 0xBF58_476D_1CE4_E5B9 }
        bits = bits &* 31 &+ 7
        return alphabet[Int(bits >> 40 & 31)]
      })
    let wire = content.count + content.count { $0 == 10 }
    return "\(arrival).\(tag).popkeep,S=\(content.count),W=\(wire)"
  }
}
