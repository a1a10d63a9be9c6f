import POP3

/// A way to log in that both sides have.
enum LogInMechanism: Equatable {
  case user
  case apop(timestamp: [UInt8])
  case cramMD5
  case plain
  case login
  case external
  case xoauth2
  case oauthbearer
  case scram(SCRAMVariant, isBound: Bool)

  /// As CAPA and people call it.
  var name: String {
    switch self {
    case .user: "USER"
    case .apop: "APOP"
    case .cramMD5: "CRAM-MD5"
    case .plain: "PLAIN"
    case .login: "LOGIN"
    case .external: "EXTERNAL"
    case .xoauth2: "XOAUTH2"
    case .oauthbearer: "OAUTHBEARER"
    case .scram(let variant, let isBound): variant.mechanism(isBound: isBound)
    }
  }

  /// True where the exchange is tied to the TLS connection.
  var isBound: Bool {
    switch self {
    case .scram(_, let isBound): isBound
    case .user, .apop, .cramMD5, .plain, .login, .external, .xoauth2, .oauthbearer: false
    }
  }

  /// True where whoever reads the line has the password.
  var showsPassword: Bool {
    switch self {
    case .user, .plain, .login: true
    case .apop, .cramMD5, .external, .xoauth2, .oauthbearer, .scram: false
    }
  }
}

/// Chooses how to log in: the way that is named, or the strongest that both sides have.
struct LogInChoice {
  enum Failure: Error {
    /// What the server offers instead.
    case nothingInCommon([String])
    /// The server has offered this before, and now nothing that keeps the password from the line.
    case downgraded(String)
    case needsTLS(String)
  }

  /// The SASL mechanisms that the server announces.
  let offered: [String]
  /// Nil where the server has no CAPA.
  let announcesUSER: Bool?
  /// What APOP hashes, where the server has it.
  let timestamp: [UInt8]?
  let isEncrypted: Bool
  /// The SASL mechanisms that the server announced in earlier sessions.
  let remembered: [String]

  func mechanism(for credentials: Credentials) throws(Failure) -> LogInMechanism {
    switch credentials.mechanism {
    case .user: return .user
    case .plain: return .plain
    case .login: return .login
    case .xoauth2: return .xoauth2
    case .oauthbearer: return .oauthbearer
    case .cramMD5: return .cramMD5
    case .external:
      guard isEncrypted else { throw .needsTLS("EXTERNAL") }
      return .external
    case .scram(let variant, let isBound):
      guard isEncrypted || !isBound else { throw .needsTLS(variant.mechanism(isBound: true)) }
      return .scram(variant, isBound: isBound)
    case .apop:
      guard let timestamp else { throw .nothingInCommon(offered) }
      return .apop(timestamp: timestamp)
    case .automatic: return try automatic(credentials.kind)
    }
  }

  /// What a refusal by `mechanism` is told with.
  func attempt(by mechanism: LogInMechanism) -> SessionFailure.Attempt {
    let isAnnounced =
      switch mechanism {
      case .user: announcesUSER ?? true
      case .apop: true
      case .cramMD5, .plain, .login, .external, .xoauth2, .oauthbearer, .scram:
        announcesUSER == nil || offered.contains(mechanism.name)
      }
    return SessionFailure.Attempt(mechanism: mechanism.name, isAnnounced: isAnnounced, offered: offered)
  }

  private func automatic(_ kind: Credentials.Kind) throws(Failure) -> LogInMechanism {
    let best: LogInMechanism? =
      switch kind {
      case .password: byPassword
      case .token: first([.oauthbearer, .xoauth2]) ?? (offered.isEmpty ? .xoauth2 : nil)
      case .certificate: isEncrypted ? first([.external]) ?? (offered.isEmpty ? .external : nil) : nil
      }
    guard let best else { throw .nothingInCommon(offered) }
    // Over TLS the server is known; elsewhere somebody in the middle may have shortened its list.
    let known = remembered.first { $0.hasPrefix("SCRAM-") && !$0.hasSuffix("-PLUS") || $0 == "CRAM-MD5" }
    if !isEncrypted, best.showsPassword, let known { throw .downgraded(known) }
    return best
  }

  private var byPassword: LogInMechanism? {
    let bound: [LogInMechanism] = [.scram(.sha256, isBound: true), .scram(.sha1, isBound: true)]
    let scram: [LogInMechanism] = [.scram(.sha256, isBound: false), .scram(.sha1, isBound: false)]
    if let strongest = first((isEncrypted ? bound : []) + scram) { return strongest }
    let apop = timestamp.map { LogInMechanism.apop(timestamp: $0) }
    // Over TLS the password goes as it is, since servers may keep nothing but its hash; these ask them to keep it.
    if !isEncrypted, let hidden = first([.cramMD5]) ?? apop { return hidden }
    if let plain = first([.plain]) { return plain }
    // Many servers do not announce USER and know it all the same.
    if announcesUSER ?? true || offered.isEmpty && timestamp == nil { return .user }
    return first([.login, .cramMD5]) ?? apop
  }

  /// The first of `mechanisms` that the server announces.
  private func first(_ mechanisms: [LogInMechanism]) -> LogInMechanism? {
    mechanisms.first { offered.contains($0.name) }
  }
}
