/// The client's side of SCRAM (RFC 5802, section 5): the password stays here, and the server proves that it knows
/// it too.
///
///     C: n,,n=user,r=rOprNGfwEbeRWgbNEkqO
///     S: r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096
///     C: c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=
///     S: v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=
struct SCRAMClient: Sendable {
  private enum Step: Sendable {
    case first
    /// The first message is sent.
    case challenged
    /// The proof is sent: the server must show this signature.
    case proved(signature: [UInt8])
    /// The server has shown it.
    case trusted
  }

  /// Rounds that RFC 5802, section 5.1, asks for at least.
  private static let fewest: UInt32 = 4096
  /// Some seconds of hashing.
  private static let most: UInt32 = 5_000_000

  private let variant: SCRAMVariant
  private let binding: ChannelBinding
  private let secret: Secret
  private let nonce: [UInt8]
  /// The first message without its header.
  private let bare: [UInt8]
  private let cryptography: SASLCryptography
  private var step = Step.first

  init(
    _ variant: SCRAMVariant, user: [UInt8], secret: Secret, nonce: [UInt8], binding: ChannelBinding,
    cryptography: SASLCryptography
  ) {
    self.variant = variant
    self.binding = binding
    self.secret = secret
    self.nonce = nonce
    self.cryptography = cryptography
    bare = Array("n=".utf8) + SASLName.encode(user) + Array(",r=".utf8) + nonce
  }

  /// True once the server has proved itself and was answered.
  var isComplete: Bool {
    if case .trusted = step { true } else { false }
  }

  mutating func first() -> Secret {
    step = .challenged
    return Secret(binding.header + bare)
  }

  mutating func next(_ challenge: [UInt8]) throws(SASLFailure) -> Secret {
    switch step {
    case .first: return first()
    case .challenged: return try prove(challenge)
    case .proved(let signature):
      try check(challenge, signature)
      step = .trusted
      return Secret([])
    case .trusted: throw SASLFailure(.badChallenge)
    }
  }

  private mutating func prove(_ challenge: [UInt8]) throws(SASLFailure) -> Secret {
    let attributes = SCRAMAttributes(challenge)
    if let reason = attributes["e"] { throw Self.told(reason) }
    // "m=" in front is an extension that must not be passed over.
    guard attributes.names.starts(with: Array("rsi".utf8)), let full = attributes["r"],
      let salt = attributes["s"].flatMap({ Base64.decode($0) }), !salt.isEmpty,
      let iterations = attributes["i"].flatMap({ UInt32(String(decoding: $0, as: UTF8.self)) })
    else { throw SASLFailure(.badChallenge) }
    guard full.count > nonce.count, full.starts(with: nonce) else { throw SASLFailure(.otherNonce) }
    guard (Self.fewest...Self.most).contains(iterations) else { throw SASLFailure(.iterations(iterations)) }
    let last = Array("c=".utf8) + Base64.encode(binding.proof) + Array(",r=".utf8) + full
    let comma: [UInt8] = [44]
    let dialogue = bare + comma + challenge + comma + last
    let salted = cryptography.derive(variant, secret.bytes, salt, iterations)
    let clientKey = hmac(salted, Array("Client Key".utf8))
    let signature = hmac(cryptography.hash(variant, clientKey), dialogue)
    let proof = zip(clientKey, signature).map { $0 ^ $1 }
    step = .proved(signature: hmac(hmac(salted, Array("Server Key".utf8)), dialogue))
    return Secret(last + Array(",p=".utf8) + Base64.encode(proof))
  }

  private func check(_ challenge: [UInt8], _ signature: [UInt8]) throws(SASLFailure) {
    let attributes = SCRAMAttributes(challenge)
    if let reason = attributes["e"] { throw Self.told(reason) }
    guard let shown = attributes["v"].flatMap({ Base64.decode($0) }), shown == signature else {
      throw SASLFailure(.serverUnproved)
    }
  }

  private func hmac(_ key: [UInt8], _ octets: [UInt8]) -> [UInt8] { cryptography.hmac(variant, key, octets) }

  private static func told(_ reason: [UInt8]) -> SASLFailure {
    SASLFailure(.told(PrintableText.escaped(reason, limit: 60)))
  }
}

/// The `name=value` pairs of a message of SCRAM, in their order.
private struct SCRAMAttributes {
  private let pairs: [(name: UInt8, value: [UInt8])]

  init(_ message: [UInt8]) {
    pairs = message.split(separator: 44, maxSplits: 16).compactMap { part in
      guard let name = part.first, part.dropFirst().first == 61 else { return nil }
      return (name, Array(part.dropFirst(2)))
    }
  }

  var names: [UInt8] { pairs.map(\.name) }

  subscript(name: Character) -> [UInt8]? { pairs.first { $0.name == name.asciiValue }?.value }
}
