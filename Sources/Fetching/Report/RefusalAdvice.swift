import Providers
import Settings

/// What lies behind a refused log-in, and what to do about it: by the server's words, and by what is known of the
/// provider. Pure.
struct RefusalAdvice {
  /// What a server's words mean.
  enum Cause: Equatable {
    /// Programs need a password of their own.
    case programPassword
    /// POP is switched off for this account.
    case popAccess
    /// No password is taken, of whatever kind.
    case noPasswords
    /// Too many log-ins, or too many at once.
    case tooOften
    /// A person must log in on the provider's page first.
    case browserFirst
    /// Another session holds the maildrop.
    case inUse
    /// The provider has shut the account.
    case shut
  }

  /// Texts that real servers use, in small letters; the first that fits counts.
  private static let words: [(text: String, cause: Cause)] = [
    ("basicauthblocked", .noPasswords), ("basic authentication is disabled", .noPasswords),
    ("basic auth is disabled", .noPasswords), ("modern authentication", .noPasswords),
    ("oauth", .noPasswords),
    ("application-specific password", .programPassword), ("app-specific password", .programPassword),
    ("application specific password", .programPassword), ("app password", .programPassword),
    ("authorization code", .programPassword), ("authorized code", .programPassword),
    ("secure mail key", .programPassword), ("application password is required", .programPassword),
    ("not enabled for pop", .popAccess), ("pop access", .popAccess), ("pop3 access", .popAccess),
    ("pop is disabled", .popAccess), ("pop3 is disabled", .popAccess), ("pop disabled", .popAccess),
    ("pop3 disabled", .popAccess), ("pop3 is not enabled", .popAccess), ("pop is not enabled", .popAccess),
    ("pop service is disabled", .popAccess), ("service is not open", .popAccess),
    ("pop3 is turned off", .popAccess), ("popimap", .popAccess), ("enable pop", .popAccess),
    ("pop3/imap", .popAccess), ("not allowed to use pop", .popAccess),
    ("web login required", .browserFirst), ("web browser", .browserFirst), ("webmail", .browserFirst),
    ("captcha", .browserFirst),
    ("maildrop lock", .inUse), ("maildrop is locked", .inUse), ("maildrop already locked", .inUse),
    ("mailbox lock", .inUse), ("mailbox is locked", .inUse), ("mailbox already locked", .inUse),
    ("in use", .inUse), ("lock busy", .inUse), ("unable to lock", .inUse), ("another session", .inUse),
    ("another pop3 session", .inUse),
    ("too many", .tooOften), ("rate limit", .tooOften), ("login frequency", .tooOften),
    ("minutes between", .tooOften), ("try again later", .tooOften), ("exceeded", .tooOften),
    ("suspended", .shut), ("account is locked", .shut), ("account locked", .shut),
    ("account has been disabled", .shut), ("account disabled", .shut), ("account is disabled", .shut),
  ]

  let cause: Cause?
  private let provider: Provider?
  private let account: Account?

  /// - Parameter text: what the server said, printable.
  init(_ text: String, _ account: Account?) {
    let small = text.lowercased()
    let provider = account.flatMap { Provider.of(host: $0.host) }
    self.provider = provider
    self.account = account
    let told = Self.words.first { small.contains($0.text) }?.cause
    cause = told ?? (provider?.takesTokensOnly == true && account?.oauth == nil ? .noPasswords : nil)
  }

  /// One or two sentences for a person.
  var hint: String {
    switch cause {
    case .programPassword: programPassword
    case .popAccess: popAccess
    case .noPasswords:
      "\(name(or: "The provider")) takes no passwords from programs, but tokens: write \"oauth\" into the "
        + "configuration, and run 'popkeep login \(account?.name ?? "ACCOUNT")' once."
    case .tooOften: "Wait some minutes; \"every\" says how often popkeep looks."
    case .inUse: "Another session is open, or was cut a moment ago: try again later."
    case .browserFirst:
      "Log in once with a browser at \(name(or: "the provider")), and confirm there that it was you."
    case .shut: "Ask \(name(or: "the provider")) why."
    case nil: usual
    }
  }

  /// Nothing is known of this refusal: what most often is behind one.
  private var usual: String {
    guard let provider, provider.passwordName != nil || provider.popAccess != nil || provider.advice != nil
    else {
      return "Many providers want an app password, and POP3 access switched on in their settings."
    }
    let parts = [
      provider.passwordName == nil ? nil : programPassword, provider.popAccess, provider.advice,
    ]
    return parts.compactMap(\.self).joined(separator: " ")
  }

  private var programPassword: String {
    let what = provider?.passwordName ?? "app password"
    let place = provider?.passwordURL.map { ": \($0)" } ?? " in the settings of the account"
    return
      "\(name(or: "The provider")) wants a password that is for programs alone, which it calls \"\(what)\"; "
      + "make one\(place)."
  }

  private var popAccess: String {
    provider?.popAccess ?? "POP access is switched off there: switch it on in the settings of the account."
  }

  private func name(or other: String) -> String { provider?.name ?? other }
}
