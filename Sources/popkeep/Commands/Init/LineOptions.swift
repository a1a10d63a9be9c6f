import ArgumentParser
import Settings

/// What `init` is told about the line to the server: whom to trust, which way to take.
struct LineOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("Certificate authorities to trust, in PEM.", valueName: "file"))
  var caFile: String?

  @Option(
    name: .long,
    help: ArgumentHelp("The SHA-256 of the server's key, as 'popkeep check' prints it.", valueName: "digest"))
  var pin: [KeyPin] = []

  @Option(name: .long, help: ArgumentHelp("A certificate of your own, in PEM.", valueName: "file"))
  var clientCertificate: String?

  @Option(
    name: .long, help: ArgumentHelp("Its private key (default: in the same file).", valueName: "file"))
  var clientKey: String?

  @Option(name: .long, help: ArgumentHelp("A SOCKS5 proxy, as in socks5h://HOST:PORT.", valueName: "url"))
  var proxy: ProxySettings?

  @Option(
    name: .long,
    help: ArgumentHelp("This machine's address that connections come from.", valueName: "address"))
  var source: String?

  func validate() throws {
    if clientKey != nil && clientCertificate == nil {
      throw ValidationError("--client-key belongs to a --client-certificate.")
    }
  }

  /// The first option that was given, by name; nil where there is none.
  var firstUsed: String? {
    let given: [(String, Bool)] = [
      ("--ca-file", caFile != nil), ("--pin", !pin.isEmpty),
      ("--client-certificate", clientCertificate != nil),
      ("--client-key", clientKey != nil), ("--proxy", proxy != nil), ("--source", source != nil),
    ]
    return given.first { $0.1 }?.0
  }

  /// Writes into `account` what the options say.
  func apply(to account: inout Account) {
    account.caFile = caFile.map(Environment.absolute)
    account.pins = pin
    account.clientCertificate = clientCertificate.map { file in
      ClientCertificate(file: Environment.absolute(file), key: Environment.absolute(clientKey ?? file))
    }
    account.proxy = proxy
    account.source = source
  }
}

extension KeyPin: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension ProxySettings: ExpressibleByArgument {
  public init?(argument: String) {
    do { try self.init(argument) } catch { return nil }
  }
}
