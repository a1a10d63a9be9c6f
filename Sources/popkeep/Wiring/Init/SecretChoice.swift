import ArgumentParser
import Glibc
import Settings

/// Where the password of a new account comes from: as the options say, else as the user chooses.
struct SecretChoice {
  let options: SecretOptions
  /// True where an account without a password source will do, though nobody can be asked.
  let mayLackPassword: Bool

  private static let kinds = "tkcfew"

  func newcomer(_ account: Account) throws -> Newcomer {
    var account = account
    if let source = try options.source {
      account.password = source
      return Newcomer(account: account)
    }
    if !Prompt.isPossible && mayLackPassword { return Newcomer(account: account) }
    let kind = try Question(
      option: "The answer",
      text:
        "The password: (t)yped each time, kept in the desktop's (k)eyring, from a (c)ommand, a (f)ile, an "
        + "(e)nvironment variable, or (w)ritten into the configuration",
      proposal: "t",
      remedy:
        "Say where the password is with --password-command, --password-file, --password-keyring or their like",
      problem: { Self.kinds.contains($0.prefix(1)) ? nil : "is none of t, k, c, f, e and w" }
    ).answer()
    return try newcomer(account, kind.prefix(1))
  }

  private func newcomer(_ account: Account, _ kind: Substring) throws -> Newcomer {
    var account = account
    switch kind {
    case "k":
      account.password = .keyring([:])
      return Newcomer(account: account, password: try typed(account), place: .keyring)
    case "c":
      account.password = .command(
        try CommandWords.split(try Question.detail("Command that prints it, such as pass show mail/home")))
    case "f":
      let file = Environment.absolute(try Question.detail("File that holds it, mode 0600"))
      account.password = .file(file)
      // One that is not there yet is made.
      if access(file, F_OK) != 0, errno == ENOENT {
        return Newcomer(account: account, password: try typed(account), place: .file(file))
      }
    case "e": account.password = .env(try Question.detail("Name of the variable"))
    case "w":
      let password = try typed(account)
      account.password = .value(password)
      return Newcomer(account: account, password: password, place: .configuration)
    case _: return Newcomer(account: account, password: try typed(account))
    }
    return Newcomer(account: account)
  }

  private func typed(_ account: Account) throws -> PasswordText {
    PasswordText(try Prompt.secret("Password of \(account.user) at \(account.host): "))
  }
}
