import ArgumentParser
import Settings

/// The options of a fetch that needs no configuration.
struct URLOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("The archive to fetch a URL into.", valueName: "dir"))
  var to: String?

  @Flag(name: .long, help: "Make the archive where DIR has none.")
  var create = false

  @Option(name: .long, help: ArgumentHelp("A program that prints the password.", valueName: "command"))
  var passwordCommand: String?

  @Option(name: .long, help: ArgumentHelp("A file (mode 0600) that holds the password.", valueName: "file"))
  var passwordFile: String?

  @Option(name: .long, help: ArgumentHelp("An environment variable with the password.", valueName: "name"))
  var passwordEnv: String?

  @Option(name: .long, help: ArgumentHelp("A systemd credential with the password.", valueName: "name"))
  var passwordCredential: String?

  @Flag(name: .long, help: "The password is in the desktop's keyring (secret-tool).")
  var passwordKeyring = false

  @Flag(name: .long, help: "The password is in $NETRC or ~/.netrc.")
  var passwordNetrc = false

  @Option(name: .long, help: ArgumentHelp("Certificate authorities to trust, in PEM.", valueName: "file"))
  var caFile: String?

  @Flag(name: .long, help: "With pop3://: allow the password on an unencrypted line.")
  var allowPlaintext = false

  /// The options that were given, by name.
  private var used: [String] {
    var names: [String] = []
    if to != nil { names.append("--to") }
    if create { names.append("--create") }
    names += sources
    if caFile != nil { names.append("--ca-file") }
    if allowPlaintext { names.append("--allow-plaintext") }
    return names
  }

  /// The options that say where the password is, of those that were given.
  private var sources: [String] {
    var names: [String] = []
    if passwordCommand != nil { names.append("--password-command") }
    if passwordFile != nil { names.append("--password-file") }
    if passwordEnv != nil { names.append("--password-env") }
    if passwordCredential != nil { names.append("--password-credential") }
    if passwordKeyring { names.append("--password-keyring") }
    if passwordNetrc { names.append("--password-netrc") }
    return names
  }

  var isUsed: Bool { !used.isEmpty }
  var firstUsed: String { used.first ?? "" }

  /// A configuration of one account: what `url` and the options say.
  func configuration(for url: String) throws -> Configuration {
    let target: MailboxURL
    do { target = try MailboxURL(url) } catch { throw ValidationError(error.description) }
    let account = Account(
      name: target.accountName, host: target.host, port: target.port,
      tls: target.isImplicit ? .implicit : allowPlaintext ? .none : .starttls,
      allowPlaintext: allowPlaintext, caFile: caFile.map(Environment.absolute), user: target.user,
      password: try passwordSource)
    return Configuration(archive: Environment.absolute(to ?? "."), accounts: [account])
  }

  /// Where the options say that the password is; nil: asked for.
  var passwordSource: PasswordSource? {
    get throws {
      if sources.count > 1 {
        throw ValidationError("\(sources[0]) and \(sources[1]) exclude one another.")
      }
      if let passwordFile { return .file(Environment.absolute(passwordFile)) }
      if let passwordEnv { return .env(passwordEnv) }
      if let passwordCredential {
        guard CredentialName.isValid(passwordCredential) else {
          throw ValidationError("--password-credential needs the name of a credential, without / and :.")
        }
        return .credential(passwordCredential)
      }
      if passwordKeyring { return .keyring([:]) }
      if passwordNetrc { return .netrc(nil) }
      return try passwordCommand.map { .command(try CommandWords.split($0)) }
    }
  }
}
