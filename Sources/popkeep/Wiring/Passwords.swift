import Fetching
import Settings

/// The passwords of the accounts of one command: asked for on the terminal before it starts, or had from
/// where the configuration says when a session needs one.
struct Passwords: Sendable {
  private let asked: [String: PasswordText]

  /// Asks for what no source gives; where nobody can be asked, that is a failure.
  init(_ accounts: [Account], ask: Bool) throws {
    var asked: [String: PasswordText] = [:]
    for account in accounts where account.asksForPassword {
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

  /// - Parameter refused: The token that the server did not take.
  func secret(of account: Account, insteadOf refused: PasswordText?) throws -> AccountSecret {
    if let password = asked[account.name] { return AccountSecret(password, origin: "as typed") }
    let found = try account.secret(insteadOf: refused, now: { Environment.now() })
    return found ?? AccountSecret(PasswordText([]), origin: "none")
  }
}
