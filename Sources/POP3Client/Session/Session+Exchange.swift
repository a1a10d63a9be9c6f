import POP3

extension Session {
  /// Octets before base64: a command line has 255 at the most (RFC 2449, section 4).
  static let longestInitialResponse = 160
  /// Servers that want a token along with the command take longer lines than the standard has.
  static let longestToken = 16_384

  /// An exchange of AUTH.
  ///
  /// - Parameter ahead: the first answer is sent along with the command (RFC 5034, section 4) where it has no more octets;
  ///   nil: the challenge is awaited. A server that knows no initial response refuses the command, and the second
  ///   attempt waits for the challenge.
  mutating func exchange(
    _ exchange: SASLExchange, ahead: Int?, isFirst: Bool
  ) throws(SessionFailure) -> Reply {
    var exchange = exchange
    conversation.hidesChallenges = exchange.hidesChallenges
    defer { conversation.hidesChallenges = false }
    let initial = ahead.flatMap { exchange.initialResponse(longest: $0) }
    if let initial { conversation.masks.add(initial) }
    var reply = try open(
      .auth(mechanism: exchange.mechanism, initialResponse: initial, isLast: exchange.isComplete),
      isFirst: isFirst)
    while reply.status == .continuation {
      let challenge = reply.challenge
      guard challenge != nil || !exchange.isMutual else { return try end(exchange, .serverUnproved) }
      let answer: Secret
      do throws(SASLFailure) { answer = try exchange.next(challenge: challenge ?? []) } catch {
        return try end(exchange, error.fault)
      }
      conversation.masks.add(answer)
      reply = try conversation.ask(.response(answer, isLast: exchange.isComplete))
    }
    return try judge(reply, exchange)
  }

  /// The first command of a log-in, behind the one that switches to UTF-8 where the server has that.
  ///
  /// Only in UTF-8 does every message come as it is stored there (RFC 6856, section 5). A refusal changes nothing.
  mutating func open(_ command: Command, isFirst: Bool) throws(SessionFailure) -> Reply {
    guard isFirst, capabilities?.hasUTF8 == true else { return try conversation.ask(command) }
    if pipelines { try conversation.sendAhead([.utf8, command]) }
    _ = try conversation.ask(.utf8)
    return try conversation.ask(command)
  }

  private func judge(_ reply: Reply, _ exchange: SASLExchange) throws(SessionFailure) -> Reply {
    guard reply.status == .err, let complaint = exchange.complaint else { return reply }
    // A server may say the token back.
    let masked = conversation.masks.applied(to: Reply(.continuation, text: complaint))
    throw SessionFailure(.logIn, .tokenRefused(reply, TokenComplaint(masked.text)))
  }

  /// Ends an exchange whose other side makes no sense, or is not the one it should be.
  private mutating func end(
    _ exchange: SASLExchange, _ fault: SASLFault
  ) throws(SessionFailure) -> Reply {
    do throws(SessionFailure) {
      let reply = try conversation.ask(.cancel)
      if exchange.complaint != nil { return try judge(reply, exchange) }
    } catch {
      // Many servers end the line then; why this side gave up is what counts.
      guard error.isLineLoss else { throw error }
    }
    throw SessionFailure(.logIn, .exchangeBroken(exchange.mechanism, fault))
  }
}
