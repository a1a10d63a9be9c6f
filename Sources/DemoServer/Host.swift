import OpenSSL

/// What all sessions of a server share.
struct Host: Sendable {
  let name = "popkeep.demo"
  let security: DemoServer.Security
  let tls: TLSServerContext?
  let offer: Offer
  let interference: Interference?
  let patience: Duration
  let log = CommandLog()
  let counters = Counters()
  private let users: [String: (password: String, maildrop: Maildrop)]

  init(
    messages: [ServedMessage], users: [DemoServer.User], security: DemoServer.Security, offer: Offer,
    interference: Interference?, patience: Duration
  ) throws(DemoServerFailure) {
    self.security = security
    self.offer = offer
    self.interference = interference
    self.patience = patience
    self.users = Dictionary(
      users.map { ($0.name, ($0.password, Maildrop(messages))) }, uniquingKeysWith: { first, _ in first })
    tls = try Self.context(security)
  }

  func password(of user: String) -> String? { users[user]?.password }
  func maildrop(of user: String) -> Maildrop? { users[user]?.maildrop }

  private static func context(_ security: DemoServer.Security) throws(DemoServerFailure) -> TLSServerContext?
  {
    switch security {
    case .none: return nil
    case .starttls(let identity), .implicit(let identity):
      do throws(TLSFailure) { return try TLSServerContext(identity: identity) } catch { throw .tls(error) }
    }
  }
}
