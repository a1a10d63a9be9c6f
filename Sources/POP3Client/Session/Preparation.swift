import CIDN
import Glibc
import POP3

extension Credentials {
  /// The same with user and password prepared with SASLprep (RFC 4013); what it cannot prepare stays as it is. Tokens
  /// stay too, and what APOP hashes, which knows no UTF-8.
  var prepared: Credentials {
    guard mechanism != .apop else { return self }
    let name = SASLPreparation.prepare(Array(user.utf8)).map { String(decoding: $0, as: UTF8.self) } ?? user
    let octets = kind == .password ? SASLPreparation.prepare(secret.bytes) : nil
    return Credentials(
      user: name, secret: octets.map(Secret.init) ?? secret, kind: kind, mechanism: mechanism,
      allowPlaintext: allowPlaintext)
  }

  static func != (left: Credentials, right: Credentials) -> Bool {
    !left.user.utf8.elementsEqual(right.user.utf8) || left.secret != right.secret
  }
}

/// SASLprep (RFC 4013): one form for what a person types in several ways, such as an accent of its own or in one letter.
enum SASLPreparation {
  /// Nil where `text` is no UTF-8, or holds what SASLprep forbids, such as control characters.
  ///
  /// Text is treated as a query (RFC 3454, section 7): characters younger than the standard are let through.
  static func prepare(_ text: [UInt8]) -> [UInt8]? {
    // Printable ASCII is as it should be.
    if text.allSatisfy({ (0x20...0x7e).contains($0) }) { return text }
    guard !text.contains(0), String(validating: text, as: UTF8.self) != nil else { return nil }
    var output: UnsafeMutablePointer<CChar>?
    let input = text.map { CChar(bitPattern: $0) } + [0]
    guard stringprep_profile(input, &output, "SASLprep", Stringprep_profile_flags(rawValue: 0)) == 0,
      let output
    else { return nil }
    defer { free(output) }
    return UnsafeBufferPointer(start: output, count: strlen(output)).map { UInt8(bitPattern: $0) }
  }
}
