/// A user's name as SCRAM and OAUTHBEARER write it: comma and equals sign part what stands there
/// (RFC 5802, section 5.1).
enum SASLName {
  static func encode(_ name: [UInt8]) -> [UInt8] {
    name.flatMap { octet in
      switch octet {
      case 44: Array("=2C".utf8)
      case 61: Array("=3D".utf8)
      default: [octet]
      }
    }
  }
}
