import ArgumentParser
import Fetching
import Settings

struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Try an account, write the configuration, make the archive.",
    discussion: """
      What the options leave open is asked on the terminal. Nothing is written unless the log-in succeeds.

      Examples:
        popkeep init                      asks for everything
        popkeep init alice@example.org --host pop.example.org --archive ~/Mail \\
          --password-command 'pass show mail/home'
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

  @OptionGroup var mailbox: MailboxOptions
  @OptionGroup var common: SharedOptions

  func run() async throws {
    try await endingWithExitCode {
      let setup = try Setup(common)
      if let archive, address == nil, mailbox.firstUsed == nil, !noCheck {
        try setup.makeArchive(Environment.absolute(archive))
      } else {
        try addAccount(setup)
      }
    }
  }

  private func addAccount(_ setup: Setup) throws {
    let interview = Interview(options: mailbox, written: setup.written, mayLackPassword: noCheck)
    let account = try interview.account(address)
    let folder = try interview.archive(archive)
    if !noCheck { try setup.tryOut(account) }
    try setup.write(account, archive: folder)
  }
}
