import Glibc
import POP3
import Synchronization

/// The passwords and tokens that tests give to programs, and the forms in which one could come out again.
///
/// A secret is told here where a test makes it; whoever collects what a program said asks whether one is in it. Each has
/// to be unmistakable: a word of the language would be found where nobody has let it out.
package enum KnownSecrets {
  /// A form of a secret, such as `"tulip-4711-Zq" as base64`.
  private struct Form: Sendable {
    let name: String
    let octets: [UInt8]
  }

  private static let forms = Mutex<[String: [Form]]>([:])

  /// True where no text has `secret` in it by chance: eight characters and more, a digit and a hyphen among them.
  package static func isUnmistakable(_ secret: String) -> Bool {
    secret.utf8.count >= 8 && secret.contains { $0.isNumber } && secret.contains("-")
  }

  package static func add(_ secret: String) {
    forms.withLock { known in
      if known[secret] == nil { known[secret] = makeForms(secret) }
    }
  }

  /// The secrets that are in `octets`, by the forms in which they are there.
  package static func found(in octets: [UInt8]) -> [String] {
    let forms = forms.withLock { $0.values.flatMap(\.self) }
    return forms.filter { has(octets, $0.octets) }.map(\.name)
  }

  private static func has(_ octets: [UInt8], _ part: [UInt8]) -> Bool {
    octets.withUnsafeBytes { whole in
      part.withUnsafeBytes { part in
        guard let start = whole.baseAddress, let first = part.first, let wanted = part.baseAddress else {
          return false
        }
        var place = start
        let end = start + whole.count
        while end - place >= part.count, let found = memchr(place, Int32(first), end - place - part.count + 1)
        {
          if memcmp(found, wanted, part.count) == 0 { return true }
          place = UnsafeRawPointer(found) + 1
        }
        return false
      }
    }
  }

  private static func makeForms(_ secret: String) -> [Form] {
    let octets = Array(secret.utf8)
    var forms = [Form(name: "\"\(secret)\" as it is", octets: octets)]
    func add(_ name: String, _ form: [UInt8]) {
      if !forms.contains(where: { $0.octets == form }) {
        forms.append(Form(name: "\"\(secret)\" \(name)", octets: form))
      }
    }
    add("in JSON", octets.flatMap { $0 == 34 || $0 == 92 ? [92, $0] : [$0] })
    add("in a URL", octets.flatMap(inURL))
    // As a part of a longer text, such as the answer of PLAIN or XOAUTH2: base64 looks otherwise at each of three places.
    for offset in 0..<3 {
      let whole = Base64.encode([UInt8](repeating: 0, count: offset) + octets)
      let part = whole[(offset * 8 + 5) / 6..<(offset + octets.count) * 8 / 6]
      add("as base64", Array(part))
      add("as base64 of URLs", part.map { $0 == 43 ? 45 : $0 == 47 ? 95 : $0 })
    }
    return forms
  }

  private static func inURL(_ octet: UInt8) -> [UInt8] {
    let character = Character(UnicodeScalar(octet))
    if character.isASCII, character.isLetter || character.isNumber || "-._~".contains(character) {
      return [octet]
    }
    let digits = Array("0123456789ABCDEF".utf8)
    return [37, digits[Int(octet >> 4)], digits[Int(octet & 15)]]
  }
}
