import ArgumentParser
import Settings

/// What `init` is told about the mailbox and its server.
struct MailboxOptions: ParsableArguments {
  @Option(name: .long, help: "The account's name, also its folder (default: ADDRESS up to the @).")
  var name: String?

  @Option(name: .long, help: "The POP3 server (default: the one that is found).")
  var host: String?

  @Option(name: .long, help: "Its port (default: 995, with STLS or without TLS 110).")
  var port: UInt16?

  @Option(
    name: .long, help: ArgumentHelp("How the line is encrypted (default: implicit).", valueName: "mode"))
  var tls: TLSMode?

  @Flag(name: .long, help: "Send the password even where the line is not encrypted.")
  var allowPlaintext = false

  @Option(name: .long, help: "The log-in (default: ADDRESS, or what the provider takes).")
  var user: String?

  @Option(
    name: .long,
    help: ArgumentHelp("How to log in (default: the strongest that both sides have).", valueName: "mechanism")
  )
  var auth: AuthMechanism?

  @Option(
    name: .long,
    help: ArgumentHelp("What happens to fetched mail on the server (default: keep).", valueName: "policy"))
  var onServer: ServerPolicy?

  func validate() throws {
    if port == 0 { throw ValidationError("--port is a number from 1 to 65535.") }
    if tls == TLSMode.none && !allowPlaintext {
      throw ValidationError("--tls none sends the password unencrypted: allow it with --allow-plaintext.")
    }
  }

  /// The first option that was given, by name; nil where there is none.
  var firstUsed: String? {
    let given: [(String, Bool)] = [
      ("--name", name != nil), ("--host", host != nil), ("--port", port != nil), ("--tls", tls != nil),
      ("--allow-plaintext", allowPlaintext), ("--user", user != nil), ("--auth", auth != nil),
      ("--on-server", onServer != nil),
    ]
    return given.first { $0.1 }?.0
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
extension AuthMechanism: ExpressibleByArgument {}
