import ArgumentParser
import Fetching
import Settings

struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Find and try an account, write the configuration, make the archive.",
    discussion: """
      From the address alone the server is found: by what popkeep knows of large providers, the domain's own autoconfig, \
      Thunderbird's list of providers, MX and SRV records, and usual names. What is found is tried over TLS, with its \
      certificate verified, before a password is asked for. What the options leave open is asked on the terminal. \
      Nothing is written unless the log-in succeeds.

      Examples:
        popkeep init alice@example.org    finds the server, asks for the rest
        popkeep init alice@example.org --archive ~/Mail/popkeep \\
          --password-command 'pass show mail/home'
        popkeep init alice@example.org --host pop.example.org --no-lookup
        popkeep init bob@outlook.com --client-id ID
        popkeep init --archive DIR        makes the archive of a configuration

      Exit codes: 0 done, 64 something is missing and cannot be asked, 69 server unavailable, 73 cannot create, \
      75 try again later, 76 protocol or TLS, 77 log-in refused, 78 configuration.
      """)

  @Argument(help: "The mail address.")
  var address: String?

  @Option(name: .long, help: ArgumentHelp("The folder of the archive, which is made.", valueName: "dir"))
  var archive: String?

  @Flag(name: .long, help: "Write without trying the account first.")
  var noCheck = false

  @Flag(name: .long, help: "Ask nobody in the network for the settings.")
  var noLookup = false

  @OptionGroup var mailbox: MailboxOptions
  @OptionGroup var line: LineOptions
  @OptionGroup var secret: SecretOptions
  @OptionGroup var tokens: TokenOptions
  @OptionGroup var common: SharedOptions

  func validate() throws {
    if secret.firstUsed != nil, let other = tokens.firstUsed {
      throw ValidationError("\(other) is for accounts without a password: leave out one of them.")
    }
  }

  func run() async throws {
    try await endingWithExitCode {
      let setup = try Setup(common)
      if let archive, address == nil, !noCheck, isWithoutAccount {
        try setup.makeArchive(Environment.absolute(archive))
      } else {
        try addAccount(setup)
      }
    }
  }

  private var isWithoutAccount: Bool {
    [mailbox.firstUsed, line.firstUsed, secret.firstUsed, tokens.firstUsed].allSatisfy { $0 == nil }
  }

  private func addAccount(_ setup: Setup) throws {
    // What is wrong with the options is said before anybody is asked anything.
    _ = try secret.source
    let search = ServerSearch(
      mailbox: mailbox, line: line, usesNetwork: !noLookup, isTalkative: setup.isTalkative,
      isVerbose: common.verbose)
    let interview = Interview(
      mailbox: mailbox, line: line, secrets: secret, tokens: tokens, written: setup.written,
      mayLackPassword: noCheck, isTalkative: setup.isTalkative)
    let address = try interview.address(address)
    let server = try search.server(of: address)
    var newcomer = try interview.newcomer(address, at: server)
    let folder = try interview.archive(archive)
    if !noCheck { newcomer = try setup.tryOut(newcomer) }
    try setup.write(newcomer, archive: folder)
  }
}
