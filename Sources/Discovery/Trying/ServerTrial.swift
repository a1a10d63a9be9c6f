import POP3
import POP3Client

/// Connects to candidates without a word of who asks: greeting, TLS with the certificate verified, capabilities.
struct ServerTrial: Sendable {
  /// How long a server may take until it has greeted.
  static let patience = Duration.seconds(8)

  /// Says whom to trust and which way to take; its server is none of the candidates.
  let base: Endpoint

  /// What a server that answered says of itself.
  struct Answer: Sendable {
    let greeting: String
    /// True where it announces tokens and nothing else.
    let takesTokensOnly: Bool
  }

  /// Tries all side by side; what came of each, in their order. A server that answers ends the waiting for those that
  /// come after it.
  func run(_ candidates: [Candidate], within limit: Duration) -> [Result<Answer, SessionFailure>] {
    let cancellations = candidates.map { _ in Cancellation() }
    return SideBySide.run(
      candidates.enumerated().map { index, candidate in
        { @Sendable in
          let result = ask(candidate, within: limit, cancellations[index])
          if case .success = result { for later in cancellations.dropFirst(index + 1) { later.cancel() } }
          return result
        }
      })
  }

  private func ask(
    _ candidate: Candidate, within limit: Duration, _ cancellation: Cancellation
  ) -> Result<Answer, SessionFailure> {
    let patience = min(Self.patience, max(.seconds(1), limit))
    do throws(SessionFailure) {
      let session = try Session.open(
        endpoint(of: candidate), timeouts: Timeouts(connect: patience, idle: patience),
        cancellation: cancellation
      )
      let mechanisms = session.capabilities?.saslMechanisms ?? []
      let answer = Answer(
        greeting: session.greeting.reply.printable,
        takesTokensOnly: !mechanisms.isEmpty && session.capabilities?.hasUSER != true
          && mechanisms.allSatisfy { ["XOAUTH2", "OAUTHBEARER"].contains($0) })
      _ = try session.quit()
      return .success(answer)
    } catch { return .failure(error) }
  }

  private func endpoint(of candidate: Candidate) -> Endpoint {
    let security: Endpoint.Security =
      switch candidate.security {
      case .implicit: .implicit
      case .starttls: .starttls
      }
    return Endpoint(
      host: candidate.host, port: candidate.port, security: security, trust: base.trust,
      identity: base.identity,
      route: base.route)
  }
}
