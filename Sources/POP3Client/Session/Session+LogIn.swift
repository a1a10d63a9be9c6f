import OpenSSL
package import POP3

extension Session {
  /// Logs in, by the strongest way that both sides have unless the credentials name one, and asks for the
  /// capabilities anew.
  ///
  /// Where the server refuses without saying why, the same is tried once more: some refuse a right password
  /// now and then. Throws `.loginRefused`, `.tokenRefused`, `.plaintextForbidden` and `.noCommonMechanism` beside what any
  /// command may throw.
  /// - Parameter commands: what the caller asks first of all, in this order; sent along with the question for the
  ///   capabilities where the server takes that, so that all of it costs one round trip.
  package mutating func logIn(
    _ credentials: Credentials, thenAsking commands: [Command] = []
  ) throws(SessionFailure) {
    conversation.stage = .logIn
    guard tls != nil || credentials.allowPlaintext else { throw SessionFailure(.logIn, .plaintextForbidden) }
    announced = capabilities
    let mechanism = try mechanism(for: credentials)
    conversation.masks.add(credentials.secret)
    let refusal = try attempt(mechanism, credentials, isFirst: true)
    if let refusal {
      guard refusal.code == nil else { throw SessionFailure(.logIn, .loginRefused(refusal)) }
      try attemptAgain(credentials, after: refusal)
    }
    conversation.masks = Masks()
    // A short one would tear words and numbers of ordinary answers apart.
    if credentials.secret.bytes.count >= Masks.unmistakable { conversation.masks.add(credentials.secret) }
    try readCapabilities(commands)
  }

  private mutating func attemptAgain(
    _ credentials: Credentials, after first: Reply
  ) throws(SessionFailure) {
    let second: Reply?
    do throws(SessionFailure) {
      // What is remembered of the server may be out of date.
      if goesByMemory {
        try readCapabilities()
        announced = capabilities
        conversation.stage = .logIn
      }
      second = try attempt(try mechanism(for: credentials), credentials, isFirst: false)
    } catch {
      // Many servers end the line after a refusal; the refusal is what counts.
      guard error.isLineLoss else { throw error }
      second = first
    }
    if let second { throw SessionFailure(.logIn, .loginRefused(second)) }
  }

  private func mechanism(for credentials: Credentials) throws(SessionFailure) -> LogInMechanism {
    let offered = capabilities?.saslMechanisms ?? []
    switch credentials.mechanism {
    case .user: return .user
    case .plain: return .plain
    case .login: return .login
    case .xoauth2: return .xoauth2
    case .apop:
      if let timestamp = greeting.apopTimestamp { return .apop(timestamp: timestamp) }
    case .automatic:
      // Over TLS the password goes as it is, since servers may keep nothing but its hash; APOP asks them to keep it.
      if tls == nil, let timestamp = greeting.apopTimestamp { return .apop(timestamp: timestamp) }
      if offered.contains("PLAIN") { return .plain }
      // Many servers do not announce USER and know it all the same.
      if capabilities?.hasUSER ?? true || offered.isEmpty && greeting.apopTimestamp == nil { return .user }
      if offered.contains("LOGIN") { return .login }
      if let timestamp = greeting.apopTimestamp { return .apop(timestamp: timestamp) }
    }
    throw SessionFailure(.logIn, .noCommonMechanism(offered))
  }

  /// Nil where the log-in succeeded; else the refusal.
  ///
  /// - Parameter isFirst: saves what round trips it can. The second attempt asks for nothing that a server might
  ///   not know.
  private mutating func attempt(
    _ mechanism: LogInMechanism, _ credentials: Credentials, isFirst: Bool
  ) throws(SessionFailure) -> Reply? {
    let user = Array(credentials.user.utf8)
    let reply: Reply
    switch mechanism {
    case .user:
      if isFirst, pipelines { try conversation.sendAhead([.user(user), .pass(credentials.secret)]) }
      let answer = try conversation.ask(.user(user))
      // Where PASS is on its way already, its answer decides.
      guard answer.status == .ok || conversation.isAhead(.pass(credentials.secret)) else { return answer }
      reply = try conversation.ask(.pass(credentials.secret))
    case .apop(let timestamp):
      let digest = Hash.md5Hex(timestamp + credentials.secret.bytes)
      reply = try conversation.ask(.apop(user: user, digest: digest))
    case .plain:
      reply = try exchange(.plain(user: user, secret: credentials.secret), goesAhead: isFirst)
    case .login: reply = try exchange(.login(user: user, secret: credentials.secret), goesAhead: false)
    case .xoauth2:
      reply = try exchange(.xoauth2(user: user, token: credentials.secret), goesAhead: false)
    }
    return reply.status == .ok ? nil : reply
  }

  /// An exchange of AUTH.
  ///
  /// - Parameter goesAhead: the first answer is sent along with the command (RFC 5034, section 4), if the line stays
  ///   short. A server that knows no initial response refuses the command, and the second attempt waits for
  ///   the challenge.
  private mutating func exchange(
    _ exchange: SASLExchange, goesAhead: Bool
  ) throws(SessionFailure) -> Reply {
    var exchange = exchange
    let initial = goesAhead ? exchange.initialResponse(longest: Self.longestInitialResponse) : nil
    if let initial { conversation.masks.add(initial) }
    var reply = try conversation.ask(
      .auth(mechanism: exchange.mechanism, initialResponse: initial, isLast: exchange.isComplete))
    while reply.status == .continuation {
      guard let answer = exchange.next(challenge: reply.challenge ?? []) else {
        reply = try conversation.ask(.cancel)
        break
      }
      conversation.masks.add(answer)
      reply = try conversation.ask(.response(answer, isLast: exchange.isComplete))
    }
    if reply.status == .err, let complaint = exchange.complaint {
      // A server may say the token back.
      let masked = conversation.masks.applied(to: Reply(.continuation, text: complaint))
      throw SessionFailure(.logIn, .tokenRefused(reply, TokenComplaint(masked.text)))
    }
    return reply
  }

  /// Octets before base64: a command line has 255 at the most (RFC 2449, section 4).
  private static let longestInitialResponse = 160
}

/// A way to log in that both sides have.
private enum LogInMechanism {
  case user
  case apop(timestamp: [UInt8])
  case plain
  case login
  case xoauth2
}
