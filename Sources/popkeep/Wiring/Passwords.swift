import Fetching
import Settings

/// The passwords of the accounts of one command: asked for on the terminal before it starts, or had from
/// where the configuration says when a session needs one.
struct Passwords: Sendable {
  private let asked: [String: PasswordText]

  /// Asks for what no source gives; where nobody can be asked, that is a failure.
  init(_ accounts: [Account], ask: Bool) throws {
    var asked: [String: PasswordText] = [:]
    for account in accounts where account.password == nil {
      guard ask, Prompt.isPossible else {
        throw Failure(
          .configuration, "Account \"\(account.name)\" has no password, and there is no terminal to ask on.",
          hint: "Give it one: \"password\": {\"command\": [...]}, or --password-command.")
      }
      asked[account.name] = PasswordText(
        try Prompt.secret("Password of \(account.user) at \(account.host): "))
    }
    self.asked = asked
  }

  func password(of account: Account) throws -> PasswordText {
    if let password = asked[account.name] { return password }
    guard let source = account.password else { return PasswordText([]) }
    return try source.resolve()
  }
}
