/// The client's side of a SASL exchange as a value: a challenge in, an answer out (RFC 4422).
///
///     var exchange = SASLExchange.plain(user: name, secret: password)
///     // C: AUTH PLAIN      S: +
///     try exchange.next(challenge: [])    // the Secret that goes out as base64
public struct SASLExchange: Sendable {
  private enum Script: Sendable {
    /// Answers that no challenge changes.
    case answers(ArraySlice<Secret>)
    case cramMD5(user: [UInt8], Secret, SASLCryptography)
    case scram(SCRAMClient)
    case done
  }

  /// The name of the mechanism, as the SASL line of CAPA has it.
  public let mechanism: String
  private var script: Script
  /// What a challenge after the last answer is answered with: it tells why the server refuses.
  private var lastWord: Secret?
  /// What was said along with the command, in case the server has not listened.
  private var saidAhead: Secret?
  /// Why the server refuses, as it said in a challenge; what that says of a token, `TokenComplaint` reads.
  public private(set) var complaint: [UInt8]?

  private init(_ mechanism: String, _ script: Script, lastWord: Secret? = nil) {
    self.mechanism = mechanism
    self.script = script
    self.lastWord = lastWord
  }

  /// RFC 4616: name and password in one answer.
  public static func plain(user: [UInt8], secret: Secret) -> SASLExchange {
    SASLExchange("PLAIN", .answers([Secret([0] + user + [0] + secret.bytes)]))
  }

  /// The name, then the password; described nowhere but in practice.
  public static func login(user: [UInt8], secret: Secret) -> SASLExchange {
    SASLExchange("LOGIN", .answers([Secret(user), secret]))
  }

  /// RFC 4422, appendix A: the certificate of the TLS handshake says who this is.
  /// - Parameter user: the name to act as; empty: the one that the server takes from the certificate.
  public static func external(user: [UInt8]) -> SASLExchange {
    SASLExchange("EXTERNAL", .answers([Secret(user)]))
  }

  /// RFC 2195: HMAC-MD5 of the server's challenge under the password.
  public static func cramMD5(
    user: [UInt8], secret: Secret, cryptography: SASLCryptography
  ) -> SASLExchange {
    SASLExchange("CRAM-MD5", .cramMD5(user: user, secret, cryptography))
  }

  /// RFC 5802, RFC 7677.
  /// - Parameters:
  ///   - user, secret: prepared with SASLprep (RFC 4013).
  ///   - nonce: printable ASCII without a comma, never used before.
  public static func scram(
    _ variant: SCRAMVariant, user: [UInt8], secret: Secret, nonce: [UInt8], binding: ChannelBinding,
    cryptography: SASLCryptography
  ) -> SASLExchange {
    let isBound = if case .bound = binding { true } else { false }
    return SASLExchange(
      variant.mechanism(isBound: isBound),
      .scram(
        SCRAMClient(
          variant, user: user, secret: secret, nonce: nonce, binding: binding, cryptography: cryptography)))
  }

  /// An OAuth 2.0 access token, as Google and Microsoft take it. A refusal comes in two steps: a challenge that
  /// tells why, and after an empty answer the `-ERR`.
  public static func xoauth2(user: [UInt8], token: Secret) -> SASLExchange {
    let answer = Array("user=".utf8) + user + [1] + Array("auth=Bearer ".utf8) + token.bytes + [1, 1]
    return SASLExchange("XOAUTH2", .answers([Secret(answer)]), lastWord: Secret([]))
  }

  /// RFC 7628: an OAuth 2.0 access token. A refusal comes in two steps here too, the second answer being one
  /// control character (section 3.2.3).
  public static func oauthbearer(user: [UInt8], token: Secret, host: String, port: UInt16) -> SASLExchange {
    let answer =
      Array("n,a=".utf8) + SASLName.encode(user) + Array(",\u{1}host=\(host)\u{1}port=\(port)\u{1}".utf8)
      + Array("auth=Bearer ".utf8) + token.bytes + [1, 1]
    return SASLExchange("OAUTHBEARER", .answers([Secret(answer)]), lastWord: Secret([1]))
  }

  /// True when nothing is left to say: an `+OK` from then on means success.
  public var isComplete: Bool {
    switch script {
    case .answers(let answers): answers.isEmpty
    case .cramMD5: false
    case .scram(let client): client.isComplete
    case .done: true
    }
  }

  /// True where a challenge is nobody's to read: with those of SCRAM passwords can be tried out, and those that refuse a
  /// token may say it back.
  public var hidesChallenges: Bool {
    switch script {
    case .scram: true
    case .answers, .done: lastWord != nil
    case .cramMD5: false
    }
  }

  /// True where the server has to prove itself too: what is no challenge in base64 is none at all then.
  public var isMutual: Bool {
    if case .scram = script { true } else { false }
  }

  /// The first answer, for a client that sends it along with the command; nil where it has more than `longest`
  /// octets, or the server speaks first.
  public mutating func initialResponse(longest: Int) -> Secret? {
    switch script {
    case .answers(let answers):
      guard let first = answers.first, first.bytes.count <= longest else { return nil }
      script = .answers(answers.dropFirst())
      saidAhead = first
      return first
    case .scram(var client):
      let first = client.first()
      guard first.bytes.count <= longest else { return nil }
      script = .scram(client)
      saidAhead = first
      return first
    case .cramMD5, .done: return nil
    }
  }

  /// The answer to a challenge. Throws where the server's part makes no sense or is not proved: the exchange must be
  /// cancelled then.
  public mutating func next(challenge: [UInt8]) throws(SASLFailure) -> Secret {
    // A challenge of no octets asks for what was said along with the command.
    if let said = saidAhead {
      saidAhead = nil
      if challenge.isEmpty { return said }
    }
    switch script {
    case .answers(var answers):
      if let answer = answers.popFirst() {
        script = .answers(answers)
        return answer
      }
      guard let word = lastWord, complaint == nil else { throw SASLFailure(.badChallenge) }
      complaint = challenge
      return word
    case .cramMD5(let user, let secret, let cryptography):
      guard !challenge.isEmpty else { throw SASLFailure(.badChallenge) }
      script = .done
      let digest = cryptography.hmacMD5(secret.bytes, challenge)
      return Secret(user + [32] + Hexadecimal.encode(digest))
    case .scram(var client):
      let answer = try client.next(challenge)
      script = .scram(client)
      return answer
    case .done: throw SASLFailure(.badChallenge)
    }
  }
}

/// An exchange that this side ends.
public struct SASLFailure: Error, Sendable, Equatable {
  public let fault: SASLFault

  init(_ fault: SASLFault) { self.fault = fault }
}
