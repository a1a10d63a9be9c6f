import OpenSSL
import POP3
import POP3Client
import TestServers

/// A server whose ways to log in are looked at, and its user.
struct LogInSubject {
  let name: String
  let port: UInt16
  /// Nil where it has no TLS.
  let securePort: UInt16?
  let trust: TLSTrust
  let password: String
  var token = "a-token-of-nobody"
  var certificate: String?
  /// Keeps the server.
  let owner: any Sendable

  static let password = "pencil-4711"

  static func enclosed(_ kind: ServerKind) throws -> LogInSubject {
    let server = try EnclosedServer.start(kind, password: password)
    return LogInSubject(
      name: kind.rawValue, port: server.ports.pop3, securePort: kind.hasTLS ? server.ports.pop3s : nil,
      trust: .caFile(server.authority.file), password: password, owner: server)
  }

  static func dovecot() throws -> LogInSubject {
    let dovecot = try CapableDovecot.start(password: password)
    return LogInSubject(
      name: "Dovecot", port: dovecot.server.ports.pop3, securePort: dovecot.server.ports.pop3s,
      trust: .caFile(dovecot.server.authority.file), password: password, token: dovecot.token,
      certificate: dovecot.certificate, owner: dovecot)
  }
}

/// Log-ins at the subject.
extension LogInSubject {
  /// The ways to log in, by their names in the configuration.
  static let mechanisms: [(name: String, mechanism: Credentials.Mechanism, kind: Credentials.Kind)] = [
    ("scram-sha-256-plus", .scram(.sha256, isBound: true), .password),
    ("scram-sha-256", .scram(.sha256, isBound: false), .password),
    ("scram-sha-1-plus", .scram(.sha1, isBound: true), .password),
    ("scram-sha-1", .scram(.sha1, isBound: false), .password),
    ("oauthbearer", .oauthbearer, .token),
    ("xoauth2", .xoauth2, .token),
    ("external", .external, .certificate),
    ("plain", .plain, .password),
    ("user", .user, .password),
    ("login", .login, .password),
    ("cram-md5", .cramMD5, .password),
    ("apop", .apop, .password),
  ]

  /// What comes of a log-in by this mechanism, over TLS where the server has it: `yes`; `-` where the server does not
  /// announce it and lets nobody in by it; else what went wrong.
  ///
  /// - Parameter name: what CAPA calls it, in any case; nil where CAPA says nothing of it.
  func outcome(
    of mechanism: Credentials.Mechanism, _ kind: Credentials.Kind, announcedAs name: String?
  ) -> String {
    do throws(SessionFailure) {
      var session = try open(isEncrypted: securePort != nil, kind, TraceLog())
      if let name, let capabilities = session.capabilities,
        !capabilities.saslMechanisms.contains(name.uppercased())
      {
        // Courier takes five seconds for each refusal.
        _ = try session.quit()
        return "-"
      }
      try session.logIn(credentials(mechanism, kind))
      _ = try session.quit()
      return "yes"
    } catch {
      switch error.code {
      case .noCommonMechanism, .mechanismNeedsTLS: return "-"
      case .loginRefused where error.attempt?.offered.isEmpty == true: return "-"
      case .connection, .protocolViolation, .refused, .loginRefused, .tokenRefused, .exchangeBroken,
        .downgraded, .starttlsNotOffered, .startTLSInjection, .plaintextForbidden, .pipeliningBroken,
        .outOfStep:
        return "\(error)"
      }
    }
  }

  /// How the client logs in with a password where nobody names a way; nil: the line that there is none.
  func choice(isEncrypted: Bool) throws -> String {
    guard !isEncrypted || securePort != nil else { return "no TLS" }
    let log = TraceLog()
    var session = try open(isEncrypted: isEncrypted, .password, log)
    try session.logIn(credentials(.automatic, .password))
    _ = try session.quit()
    let words = log.lines.filter { $0.hasPrefix("C: ") }.map { $0.split(separator: " ").map(String.init) }
    let way = words.last { ["AUTH", "APOP", "USER"].contains($0[1]) } ?? []
    return (way.count > 2 && way[1] == "AUTH" ? way[2] : way.dropFirst().first ?? "none").lowercased()
  }

  private func credentials(_ mechanism: Credentials.Mechanism, _ kind: Credentials.Kind) -> Credentials {
    let secret = kind == .token ? token : password
    return Credentials(
      user: "alice", secret: Secret(Array(secret.utf8)), kind: kind, mechanism: mechanism,
      allowPlaintext: true)
  }

  private func open(
    isEncrypted: Bool, _ kind: Credentials.Kind, _ log: TraceLog
  ) throws(SessionFailure) -> Session {
    let identity = kind == .certificate ? certificate.map { ClientIdentity(certificate: $0, key: $0) } : nil
    return try Session.open(
      Endpoint(
        host: "127.0.0.1", port: isEncrypted ? securePort ?? port : port,
        security: isEncrypted ? .implicit : .none, trust: trust, identity: identity),
      timeouts: Timeouts(connect: .seconds(20), idle: .seconds(20)), trace: { log.add($0) },
      cancellation: Cancellation())
  }
}
