import ArgumentParser
import Fetching
import OAuth
import Settings

struct LoginCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "login",
    abstract: "Have a provider let popkeep in, once, for an account that logs in by OAuth 2.0.",
    discussion: """
      You allow it in your browser; popkeep keeps what it is given in a file that only you can read, and renews it \
      from then on. Where this machine has no display, you type a code on another one, or paste an address from there.

      Examples:
        popkeep login gmail              in the browser of this machine
        popkeep login work --device      a code, typed on any machine (Microsoft)
        popkeep login gmail --paste      the address that a browser elsewhere ends at

      Exit codes: 0 done, 65 no answer was pasted, 69 server unavailable, 73 cannot create, 74 disk, \
      75 nobody allowed it in time, 76 protocol or TLS, 77 not allowed, 78 configuration.
      """)

  @Argument(help: "The account (default: the only one that logs in by OAuth 2.0).")
  var account: String?

  @Flag(name: .long, help: "Show a code to type on any machine, and wait until that was done.")
  var device = false

  @Flag(name: .long, help: "Show an address to open on any machine, and ask for what the browser ends at.")
  var paste = false

  @OptionGroup var common: SharedOptions

  func validate() throws {
    if device && paste { throw ValidationError("--device and --paste exclude one another.") }
  }

  func run() async throws {
    try await endingWithExitCode {
      let configuration = try common.load()
      let (account, client) = try chosen(configuration)
      // The tokens lie in the archive unless the configuration says otherwise.
      try ArchiveFolder.createUnlessPresent(configuration.archive)
      let logIn = try logIn(account, client)
      let report = try ask(logIn)
      if common.json { return try JSONOutput.print(LoginDocument(account: account.name, report)) }
      if !common.quiet { for line in text(account, logIn, report) { Output.line(line) } }
    }
  }

  private func logIn(_ account: Account, _ client: OAuthClient) throws -> LogIn {
    LogIn(
      try OAuthServer(client, account: account.name, host: account.host), account: account.name,
      user: account.user, store: TokenStore(folder: client.tokens ?? ".", account: account.name),
      proxy: try account.webProxy(), now: { Environment.now() })
  }

  /// The way that was asked for, else the one that fits this machine.
  private func ask(_ logIn: LogIn) throws -> TokenReport {
    if device { return try byDevice(logIn) }
    if paste { return try byPaste(logIn) }
    if Browser.isLikely && logIn.server.hasPage { return try byBrowser(logIn) }
    return logIn.server.hasDeviceCodes ? try byDevice(logIn) : try byPaste(logIn)
  }

  private func byBrowser(_ logIn: LogIn) throws -> TokenReport {
    try logIn.byBrowser { request in
      Output.note("Allow popkeep in your browser. If none opens, open this address:")
      Output.note("  \(request.url)")
      if let trouble = Browser.open(request.url) { Output.note("No browser could be started: \(trouble)") }
    }
  }

  private func byDevice(_ logIn: LogIn) throws -> TokenReport {
    let code = try logIn.byDevice()
    Output.note("On any machine, open  \(code.page)")
    Output.note("and type the code     \(code.userCode)")
    if let page = code.pageWithCode { Output.note("(or open \(page))") }
    Output.note("It is good for \(code.lifetime / 60) minutes; popkeep waits.")
    return try logIn.finish(code)
  }

  private func byPaste(_ logIn: LogIn) throws -> TokenReport {
    guard Prompt.isPossible else {
      throw Failure(
        .configuration, "There is no terminal to paste on.",
        hint: "Run it on one, or on a machine with a browser.")
    }
    let request = try logIn.byPaste()
    Output.note("On any machine, open this address and allow popkeep:")
    Output.note("  \(request.url)")
    Output.note(
      "In the end the browser cannot open a page of 127.0.0.1 or localhost: that is as it should be.")
    return try logIn.finish(request, pasted: try Prompt.answer("Paste the address of that page, or the code"))
  }

  private func chosen(_ configuration: Configuration) throws -> (Account, OAuthClient) {
    let candidates = try account.map { try configuration.chosen([$0]) } ?? configuration.accounts
    let clients = candidates.compactMap { account -> (Account, OAuthClient)? in
      guard case .client(let client) = account.oauth else { return nil }
      return (account, client)
    }
    if clients.count == 1 { return clients[0] }
    guard clients.isEmpty else {
      throw Failure(
        .configuration, "Several accounts log in by OAuth 2.0.",
        hint: "Name one: \(clients.map(\.0.name).joined(separator: ", ")).")
    }
    if let account = candidates.first, candidates.count == 1, case .command = account.oauth {
      throw Failure(
        .configuration, "The tokens of \(account.name) come from its \"tokenCommand\".",
        hint: "Log in with that program.")
    }
    throw Failure(
      .configuration,
      account.map { "Account \"\($0)\" has no \"oauth\" in the configuration." }
        ?? "No account has \"oauth\" in the configuration.",
      hint:
        "Write \"oauth\": {\"provider\": \"google\", \"clientId\": \"...\"}; docs/oauth.md says how to get a client id."
    )
  }

  private func text(_ account: Account, _ logIn: LogIn, _ report: TokenReport) -> [String] {
    let first = "\(logIn.server.name) lets popkeep in as \(account.user): the token is \(report.sentence)"
    guard report.isRenewable else {
      return [
        first + ", and nothing came to renew it with.",
        "You will have to log in again then: look at \"scope\" (docs/oauth.md).",
      ]
    }
    return [first + " and renews itself.", "Next: popkeep fetch \(account.name)"]
  }
}

/// What `login --json` prints.
private struct LoginDocument: Encodable {
  let account: String
  let secondsLeft: Int64
  let isRenewable: Bool

  init(account: String, _ report: TokenReport) {
    self.account = account
    secondsLeft = report.secondsLeft
    isRenewable = report.isRenewable
  }
}
