import ArgumentParser
import Settings

/// What `init` is told about the mailbox.
struct MailboxOptions: ParsableArguments {
  @Option(name: .long, help: "The account's name, also its folder (default: ADDRESS up to the @).")
  var name: String?

  @Option(name: .long, help: "The POP3 server.")
  var host: String?

  @Option(name: .long, help: "Its port (default: 995, with STLS or without TLS 110).")
  var port: UInt16?

  @Option(
    name: .long, help: ArgumentHelp("How the line is encrypted (default: implicit).", valueName: "mode"))
  var tls: TLSMode?

  @Flag(name: .long, help: "Send the password even where the line is not encrypted.")
  var allowPlaintext = false

  @Option(name: .long, help: ArgumentHelp("Certificate authorities to trust, in PEM.", valueName: "file"))
  var caFile: String?

  @Option(name: .long, help: "The log-in (default: ADDRESS).")
  var user: String?

  @Option(name: .long, help: ArgumentHelp("A program that prints the password.", valueName: "command"))
  var passwordCommand: String?

  @Option(name: .long, help: ArgumentHelp("A file (mode 0600) that holds the password.", valueName: "file"))
  var passwordFile: String?

  @Option(name: .long, help: ArgumentHelp("An environment variable with the password.", valueName: "name"))
  var passwordEnv: String?

  @Option(
    name: .long,
    help: ArgumentHelp("What happens to fetched mail on the server (default: keep).", valueName: "policy"))
  var onServer: ServerPolicy?

  func validate() throws {
    if port == 0 { throw ValidationError("--port is a number from 1 to 65535.") }
    if tls == TLSMode.none && !allowPlaintext {
      throw ValidationError("--tls none sends the password unencrypted: allow it with --allow-plaintext.")
    }
    let sources = [passwordCommand, passwordFile, passwordEnv].compactMap(\.self)
    if sources.count > 1 {
      throw ValidationError("--password-command, --password-file and --password-env exclude one another.")
    }
  }

  /// The first option that was given, by name; nil where there is none.
  var firstUsed: String? {
    let given: [(String, Bool)] = [
      ("--name", name != nil), ("--host", host != nil), ("--port", port != nil), ("--tls", tls != nil),
      ("--allow-plaintext", allowPlaintext), ("--ca-file", caFile != nil), ("--user", user != nil),
      ("--password-command", passwordCommand != nil), ("--password-file", passwordFile != nil),
      ("--password-env", passwordEnv != nil), ("--on-server", onServer != nil),
    ]
    return given.first { $0.1 }?.0
  }

  /// Where the options say that the password is; nil where they say nothing.
  var passwordSource: PasswordSource? {
    get throws {
      if let passwordCommand { return .command(try CommandWords.split(passwordCommand)) }
      if let passwordFile { return .file(Environment.absolute(passwordFile)) }
      return passwordEnv.map { .env($0) }
    }
  }
}

/// The policies that `init` writes; the configuration knows more.
enum ServerPolicy: String, CaseIterable, ExpressibleByArgument {
  case keep, delete

  var rule: RetentionRule {
    switch self {
    case .keep: .keep
    case .delete: RetentionRule(delete: true)
    }
  }
}

extension TLSMode: ExpressibleByArgument {}
