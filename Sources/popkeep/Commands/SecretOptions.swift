import ArgumentParser
import Settings

/// Where a command is told that the password is. The password itself is never among the options: others can read them.
struct SecretOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("A program that prints the password.", valueName: "command"))
  var passwordCommand: String?

  @Option(name: .long, help: ArgumentHelp("A file (mode 0600) that holds the password.", valueName: "file"))
  var passwordFile: String?

  @Option(name: .long, help: ArgumentHelp("An environment variable with the password.", valueName: "name"))
  var passwordEnv: String?

  @Option(name: .long, help: ArgumentHelp("A credential of systemd with the password.", valueName: "name"))
  var passwordCredential: String?

  @Flag(name: .long, help: "The password is in the desktop's keyring.")
  var passwordKeyring = false

  @Flag(name: .long, help: "The password is in $NETRC, else ~/.netrc.")
  var passwordNetrc = false

  /// The options that were given, by name.
  var given: [String] {
    let all: [(String, Bool)] = [
      ("--password-command", passwordCommand != nil), ("--password-file", passwordFile != nil),
      ("--password-env", passwordEnv != nil), ("--password-credential", passwordCredential != nil),
      ("--password-keyring", passwordKeyring), ("--password-netrc", passwordNetrc),
    ]
    return all.filter(\.1).map(\.0)
  }

  /// The first option that was given, by name; nil where there is none.
  var firstUsed: String? { given.first }

  /// Where the options say that the password is; nil where they say nothing. Throws where they say it twice, or wrongly.
  var source: PasswordSource? {
    get throws {
      if given.count > 1 { throw ValidationError("\(given[0]) and \(given[1]) exclude one another.") }
      if let passwordCredential, !CredentialName.isValid(passwordCredential) {
        throw ValidationError("--password-credential needs the name of a credential, without / and :.")
      }
      if let passwordCommand { return .command(try CommandWords.split(passwordCommand)) }
      if let passwordFile { return .file(Environment.absolute(passwordFile)) }
      if let passwordEnv { return .env(passwordEnv) }
      if let passwordCredential { return .credential(passwordCredential) }
      if passwordKeyring { return .keyring([:]) }
      return passwordNetrc ? .netrc(nil) : nil
    }
  }
}
