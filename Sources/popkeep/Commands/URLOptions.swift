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

  @Option(name: .long, help: ArgumentHelp("Certificate authorities to trust, in PEM.", valueName: "file"))
  var caFile: String?

  @Flag(name: .long, help: "With pop3://: allow the password on an unencrypted line.")
  var allowPlaintext = false

  /// The options that were given, by name.
  private var used: [String] {
    var names: [String] = []
    if to != nil { names.append("--to") }
    if create { names.append("--create") }
    if passwordCommand != nil { names.append("--password-command") }
    if passwordFile != nil { names.append("--password-file") }
    if caFile != nil { names.append("--ca-file") }
    if allowPlaintext { names.append("--allow-plaintext") }
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
      if passwordCommand != nil && passwordFile != nil {
        throw ValidationError("--password-command and --password-file exclude one another.")
      }
      if let passwordFile { return .file(Environment.absolute(passwordFile)) }
      return try passwordCommand.map { .command(try CommandWords.split($0)) }
    }
  }
}
