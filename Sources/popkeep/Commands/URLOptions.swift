import ArgumentParser
import Settings

/// The options of a fetch that needs no configuration.
struct URLOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("The archive to fetch a URL into.", valueName: "dir"))
  var to: String?

  @Flag(name: .long, help: "Make the archive where DIR has none.")
  var create = false

  @OptionGroup var secret: SecretOptions

  @Option(name: .long, help: ArgumentHelp("Certificate authorities to trust, in PEM.", valueName: "file"))
  var caFile: String?

  @Flag(name: .long, help: "With pop3://: allow the password on an unencrypted line.")
  var allowPlaintext = false

  /// The options that were given, by name.
  private var used: [String] {
    var names: [String] = []
    if to != nil { names.append("--to") }
    if create { names.append("--create") }
    names += secret.given
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
      password: try secret.source)
    return Configuration(archive: Environment.absolute(to ?? "."), accounts: [account])
  }
}
