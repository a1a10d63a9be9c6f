import POP3

/// Challenges of a server in a log-in: whatever it says, what hides the password does not give it away, a server that has
/// not proved itself is not believed, and the exchange ends.
enum SASLFuzzer {
  private static let password = Array("Zw9-crocus-4711".utf8)
  private static let nonce = Array("own-nonce".utf8)

  static func run(_ input: inout FuzzInput) throws {
    let hides = input.octet() % 7
    var exchange = exchange(hides, binding: input.octet())
    if input.flag() { check(exchange.initialResponse(longest: Int(input.octet())), hides, exchange) }
    // The client-first message makes the first challenge of SCRAM an empty one.
    var spoken = 0
    while !input.rest.isEmpty, spoken < 64 {
      spoken += 1
      let challenge = input.octets()
      do throws(SASLFailure) {
        check(try exchange.next(challenge: challenge), hides, exchange)
      } catch {
        demand(PrintableCheck.isPrintable("\(error.fault)"), "a fault is told in plain text")
        return
      }
    }
    demand(spoken < 64, "an exchange ends")
  }

  private static func check(_ answer: Secret?, _ kind: UInt8, _ exchange: SASLExchange) {
    guard let answer, kind < 4 else { return }
    demand(
      answer.bytes.firstRange(of: password) == nil, "what hides the password does not give it away")
    demand(kind == 3 || !exchange.isComplete, "nobody who does not know the password proves that they do")
  }

  /// The first three are SCRAM, the fourth CRAM-MD5; the others say the password or a token.
  private static func exchange(_ kind: UInt8, binding: UInt8) -> SASLExchange {
    let user = Array("alice, or =bob".utf8)
    let secret = Secret(password)
    let bindings: [ChannelBinding] = [
      .none, .unannounced, .bound(type: "tls-exporter", data: [binding]),
    ]
    switch kind {
    case 0, 1, 2:
      return .scram(
        binding & 1 == 0 ? .sha1 : .sha256, user: user, secret: secret, nonce: nonce,
        binding: bindings[Int(kind)], cryptography: .folded)
    case 3: return .cramMD5(user: user, secret: secret, cryptography: .folded)
    case 4: return .plain(user: user, secret: secret)
    case 5: return .xoauth2(user: user, token: secret)
    case _: return .oauthbearer(user: user, token: secret, host: "pop.example.org", port: 995)
    }
  }
}

/// What may be shown.
private enum PrintableCheck {
  static func isPrintable(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  }
}

extension SASLCryptography {
  /// Fast stand-ins for hashes: 20 octets that differ with whatever goes in.
  fileprivate static let folded = SASLCryptography(
    hash: { _, octets in fold(octets) }, hmac: { _, key, octets in fold(key + [0] + octets) },
    derive: { _, password, salt, iterations in fold(password + salt + Array("\(iterations)".utf8)) },
    hmacMD5: { key, octets in fold(key + [1] + octets) })

  private static func fold(_ octets: [UInt8]) -> [UInt8] {
    var state: UInt64 = 0xcbf2_9ce4_8422_2325
    for octet in octets { state = (state ^ UInt64(octet)) &* 0x0000_0100_0000_01b3 }
    return (0..<20).map { place in
      state = state &* 6_364_136_223_846_793_005 &+ UInt64(place)
      return UInt8(truncatingIfNeeded: state >> 33)
    }
  }
}
