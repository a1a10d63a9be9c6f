import OpenSSL
package import POP3

extension Session {
  /// Logs in, by the strongest way that both sides have unless the credentials name one, and asks for the
  /// capabilities anew.
  ///
  /// Where the server refuses without saying why, the same is tried once more: some refuse a right password
  /// now and then. A name or password that SASLprep changes (RFC 4013) is tried as it was given, second; an exchange
  /// that is bound to TLS 1.3 is bound in the older way, second. Throws `.loginRefused`, `.tokenRefused`,
  /// `.exchangeBroken`, `.plaintextForbidden`, `.downgraded` and `.noCommonMechanism` beside what any command may throw.
  /// - Parameter commands: what the caller asks first of all, in this order; sent along with the question for the
  ///   capabilities where the server takes that, so that all of it costs one round trip.
  package mutating func logIn(
    _ credentials: Credentials, thenAsking commands: [Command] = []
  ) throws(SessionFailure) {
    conversation.stage = .logIn
    guard tls != nil || credentials.allowPlaintext else { throw SessionFailure(.logIn, .plaintextForbidden) }
    announced = capabilities
    let mechanism = try mechanism(for: credentials)
    let prepared = credentials.prepared
    for secret in [credentials.secret, prepared.secret] { conversation.masks.add(secret) }
    loggedInBy = mechanism.name
    let refusal = try attempt(mechanism, prepared, isFirst: true)
    if let refusal {
      let differs =
        prepared != credentials || mechanism.isBound && conversation.stream.earlierChannelBinding != nil
      guard refusal.code == nil || refusal.code == .auth && differs else { throw failure(refusal, mechanism) }
      try attemptAgain(credentials, after: refusal, by: mechanism)
    }
    conversation.masks = Masks()
    // A short one would tear words and numbers of ordinary answers apart.
    for secret in [credentials.secret, prepared.secret] where secret.bytes.count >= Masks.unmistakable {
      conversation.masks.add(secret)
    }
    try readCapabilities(commands)
  }

  private mutating func attemptAgain(
    _ credentials: Credentials, after first: Reply, by earlier: LogInMechanism
  ) throws(SessionFailure) {
    var mechanism = earlier
    let second: Reply?
    do throws(SessionFailure) {
      // What is remembered of the server may be out of date.
      if goesByMemory {
        try readCapabilities()
        announced = capabilities
        conversation.stage = .logIn
      }
      mechanism = try self.mechanism(for: credentials)
      loggedInBy = mechanism.name
      second = try attempt(mechanism, credentials, isFirst: false)
    } catch {
      // Many servers end the line after a refusal; the refusal is what counts.
      guard error.isLineLoss else { throw error }
      second = first
    }
    if let second { throw failure(second, mechanism) }
  }

  private func failure(_ refusal: Reply, _ mechanism: LogInMechanism) -> SessionFailure {
    SessionFailure(.logIn, .loginRefused(refusal), attempt: choice.attempt(by: mechanism))
  }

  private var choice: LogInChoice {
    LogInChoice(
      offered: capabilities?.saslMechanisms ?? [], announcesUSER: capabilities?.hasUSER,
      timestamp: greeting.apopTimestamp, isEncrypted: tls != nil, remembered: hints.mechanisms)
  }

  private func mechanism(for credentials: Credentials) throws(SessionFailure) -> LogInMechanism {
    do throws(LogInChoice.Failure) { return try choice.mechanism(for: credentials) } catch {
      switch error {
      case .nothingInCommon(let offered): throw SessionFailure(.logIn, .noCommonMechanism(offered))
      case .downgraded(let known): throw SessionFailure(.logIn, .downgraded(known))
      case .needsTLS(let name): throw SessionFailure(.logIn, .mechanismNeedsTLS(name))
      }
    }
  }

  /// Nil where the log-in succeeded; else the refusal.
  ///
  /// - Parameter isFirst: saves what round trips it can. The second attempt asks for nothing that a server might
  ///   not know.
  private mutating func attempt(
    _ mechanism: LogInMechanism, _ credentials: Credentials, isFirst: Bool
  ) throws(SessionFailure) -> Reply? {
    let user = Array(credentials.user.utf8)
    let secret = credentials.secret
    let ahead = isFirst ? Self.longestInitialResponse : nil
    let reply: Reply
    switch mechanism {
    case .user: reply = try enter(user, secret, isFirst: isFirst)
    case .apop(let timestamp):
      let digest = Hash.md5Hex(timestamp + secret.bytes)
      reply = try open(.apop(user: user, digest: digest), isFirst: isFirst)
    case .cramMD5:
      reply = try exchange(
        .cramMD5(user: user, secret: secret, cryptography: .openSSL), ahead: nil, isFirst: isFirst)
    case .plain: reply = try exchange(.plain(user: user, secret: secret), ahead: ahead, isFirst: isFirst)
    case .login:
      reply = try exchange(.login(user: user, secret: secret), ahead: nil, isFirst: isFirst)
    case .external: reply = try exchange(.external(user: user), ahead: ahead, isFirst: isFirst)
    case .xoauth2:
      // Of those that have it most want two steps; one that refuses them gets both in one.
      reply = try exchange(
        .xoauth2(user: user, token: secret), ahead: isFirst ? nil : Self.longestToken, isFirst: isFirst)
    case .oauthbearer:
      let endpoint = conversation.endpoint
      let bearer = SASLExchange.oauthbearer(
        user: user, token: secret, host: endpoint.host, port: endpoint.port)
      // What was one step in the first attempt is two in the second, and the other way around.
      let isShort = secret.bytes.count + user.count + endpoint.host.utf8.count < 100
      reply = try exchange(
        bearer, ahead: isFirst == isShort ? Self.longestToken : nil, isFirst: isFirst)
    case .scram(let variant, let isBound):
      let scram = SASLExchange.scram(
        variant, user: user, secret: secret, nonce: Self.nonce(),
        binding: try binding(isBound: isBound, of: variant, isFirst: isFirst), cryptography: .openSSL)
      reply = try exchange(scram, ahead: ahead, isFirst: isFirst)
    }
    return reply.status == .ok ? nil : reply
  }

  private mutating func enter(
    _ user: [UInt8], _ secret: Secret, isFirst: Bool
  ) throws(SessionFailure) -> Reply {
    let entersUTF8 = isFirst && capabilities?.hasUTF8 == true
    if isFirst, pipelines {
      try conversation.sendAhead((entersUTF8 ? [.utf8] : []) + [.user(user), .pass(secret)])
    }
    if entersUTF8 { _ = try conversation.ask(.utf8) }
    let answer = try conversation.ask(.user(user))
    // Where PASS is on its way already, its answer decides.
    guard answer.status == .ok || conversation.isAhead(.pass(secret)) else { return answer }
    return try conversation.ask(.pass(secret))
  }

  /// What an exchange of SCRAM is tied to: in a second attempt, to what servers from before RFC 9266 know.
  private func binding(
    isBound: Bool, of variant: SCRAMVariant, isFirst: Bool
  ) throws(SessionFailure) -> ChannelBinding {
    let earlier = isFirst ? nil : conversation.stream.earlierChannelBinding
    let binding = earlier ?? conversation.stream.channelBinding
    if isBound {
      guard let binding else {
        throw SessionFailure(.logIn, .mechanismNeedsTLS(variant.mechanism(isBound: true)))
      }
      return .bound(type: binding.type, data: binding.data)
    }
    // Only where the server announces none may it be told that this side could have.
    let offered = capabilities?.saslMechanisms ?? []
    let isAnnounced = offered.contains { $0.hasPrefix("SCRAM-") && $0.hasSuffix("-PLUS") }
    return binding == nil || isAnnounced || offered.isEmpty ? .none : .unannounced
  }

  /// 144 bits of the kernel's randomness in base64, which has no comma.
  private static func nonce() -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return Base64.encode((0..<18).map { _ in UInt8.random(in: 0...255, using: &generator) })
  }
}
