import OpenSSL

/// The secret that ties a code to the program that asked for it (PKCE, RFC 7636): whoever else gets the code cannot use
/// it.
struct CodeVerifier {
  /// 43 characters of 256 random bits.
  let text: String

  init() { text = Base64URL.encoded(Randomness.octets(32)) }

  init(_ text: String) { self.text = text }

  /// What the browser is sent with: SHA-256 of it (`S256`).
  var challenge: String {
    Base64URL.encoded(Hash.sha256(Array(text.utf8)).withOctets { Array($0) })
  }
}

/// Octets from the kernel's randomness.
enum Randomness {
  static func octets(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }
}

/// Base64 for URLs, without padding (RFC 4648 §5).
enum Base64URL {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  static func encoded(_ octets: [UInt8]) -> String {
    var text: [UInt8] = []
    var bits: UInt32 = 0
    var count: UInt32 = 0
    for octet in octets {
      bits = bits << 8 | UInt32(octet)
      count += 8
      while count >= 6 {
        count -= 6
        text.append(digits[Int(bits >> count & 63)])
      }
    }
    if count > 0 { text.append(digits[Int(bits << (6 - count) & 63)]) }
    return String(decoding: text, as: UTF8.self)
  }
}
