/// Reads the keys of one account, those of the defaults behind them.
struct AccountDecoder {
  let fields: Fields
  let place: FilePlace
  let mode: UInt32?
  /// How many drives the configuration has.
  let drives: Int

  /// The keys that defaults can have too.
  struct Options {
    var host: String?
    var port: UInt16?
    var tls: TLSMode?
    var allowPlaintext: Bool?
    var connection: ConnectionDecoder.Connection
    var logIn: LogInDecoder.LogIn
    var every: Int64?
    var timeout: Int64?
    var onServer: RetentionRule?
    var markRead: Bool?
    var partition: Partition?
    var maxMessageSize: Int64?
    var quiet: QuietHours?
    var hooks: Hooks?
    var enabled: Bool?
  }

  func options() throws(ConfigurationFailure) -> Options {
    Options(
      host: try host(),
      port: try fields.number("port", in: 1...65535).flatMap { UInt16(exactly: $0) },
      tls: try fields.word("tls", TLSMode.self),
      allowPlaintext: try fields.flag("allowPlaintext"),
      connection: try ConnectionDecoder(place: place, mode: mode).connection(in: fields),
      logIn: try LogInDecoder(place: place, mode: mode).logIn(in: fields),
      every: try fields.seconds("every", from: "1s", to: "52w"),
      timeout: try fields.seconds("timeout", from: "1s", to: "1h"),
      onServer: try RetentionDecoder.rule(in: fields, drives: drives),
      markRead: try fields.flag("markRead"),
      partition: try fields.word("partition", Partition.self),
      maxMessageSize: try fields.octets("maxMessageSize", from: "1KB", to: "1000TB"),
      quiet: try UnattendedDecoder(place: place).quiet(in: fields),
      hooks: try UnattendedDecoder(place: place).hooks(in: fields),
      enabled: try fields.flag("enabled"))
  }

  func account() throws(ConfigurationFailure) -> Account {
    let name = try name()
    let options = try options()
    let user = try user()
    guard let host = options.host else {
      throw fields.failure("\"host\" is missing: the name of the account's POP3 server")
    }
    let (connection, logIn) = (options.connection, options.logIn)
    let account = Account(
      name: name, host: host, port: options.port, tls: options.tls ?? .implicit,
      allowPlaintext: options.allowPlaintext ?? false, caFile: connection.caFile, pins: connection.pins,
      clientCertificate: connection.clientCertificate, proxy: connection.proxy, source: connection.source,
      user: user, auth: logIn.auth, password: logIn.password, oauth: logIn.oauth,
      every: .seconds(options.every ?? 300),
      timeout: .seconds(options.timeout ?? 60),
      onServer: options.onServer ?? .keep, markRead: options.markRead ?? false,
      partition: options.partition ?? .none, maxMessageSize: options.maxMessageSize,
      quiet: options.quiet ?? QuietHours(), hooks: options.hooks ?? .none, enabled: options.enabled ?? true)
    try check(account)
    return account
  }

  /// What each value allows and all of them together do not.
  private func check(_ account: Account) throws(ConfigurationFailure) {
    if account.tls == .none && !account.allowPlaintext {
      throw fields.failure(
        "\"tls\": \"none\" sends the password and the mail unencrypted; if that is wanted, add \"allowPlaintext\": true",
        at: fields.node("tls"))
    }
    try ConnectionDecoder(place: place, mode: mode).check(account, in: fields)
    try LogInDecoder(place: place, mode: mode).check(account, in: fields)
  }

  private func name() throws(ConfigurationFailure) -> String {
    guard let name = try fields.text("name") else {
      throw fields.failure("\"name\" is missing: a word for the account, which its folder is named after")
    }
    if let problem = AccountName.problem(with: name) {
      throw fields.failure("\"name\": \(quoted(name)) \(problem)", at: fields.node("name"))
    }
    return name
  }

  private func host() throws(ConfigurationFailure) -> String? {
    guard let text = try fields.text("host") else { return nil }
    guard let host = HostName.parse(text) else {
      // What stands before an @ may end in a password.
      let shown = text.contains("@") ? "the text" : quoted(text)
      throw fields.failure("\"host\": \(shown) \(HostName.problem(with: text))", at: fields.node("host"))
    }
    return host
  }

  private func user() throws(ConfigurationFailure) -> String {
    guard let user = try fields.text("user") else {
      throw fields.failure("\"user\" is missing: the name to log in with, often the mail address")
    }
    guard user.utf8.count <= 512 else {
      throw fields.failure("\"user\" is longer than 512 octets", at: fields.node("user"))
    }
    return user
  }
}
