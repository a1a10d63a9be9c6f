import ArgumentParser
import Glibc

/// The command `popkeep`: what follows it is a command of its own.
@main
struct Popkeep: AsyncParsableCommand {
  static func main() async {
    ProgramEnd.forgoCleanup()
    MemoryDumps.forbid()
    StandardStreams.occupy()
    // A reader that goes away must not end a fetch.
    signal(SIGPIPE, SIG_IGN)
    let arguments = Array(CommandLine.arguments.dropFirst())
    if let search = SearchRequest(arguments) { return await search.runAsProgram() }
    await main(QueryArguments.marked(arguments))
  }

  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "popkeep",
    abstract: "Keeps mail from POP3 mailboxes in files of your own: durable, byte-exact, verifiable.",
    discussion: """
      First steps:
        popkeep demo                     everything on this machine, with made mail
        popkeep init alice@example.org --host pop.example.org --archive ~/Mail
        popkeep fetch                    only what is new, every time

      Exit codes: 0 done, 64 usage, 65 bad data, 69 server unavailable, 70 bug, 73 cannot create, 74 disk, \
      75 try again later, 76 protocol or TLS, 77 log-in refused, 78 configuration.
      """,
    version: "popkeep \(version)",
    subcommands: [
      DemoCommand.self, InitCommand.self, LoginCommand.self, CheckCommand.self, FetchCommand.self,
      DaemonCommand.self,
      StatusCommand.self,
      SearchCommand.self, ShowCommand.self, ListCommand.self, StatsCommand.self, ExportCommand.self,
      ImportCommand.self, VerifyCommand.self, ReindexCommand.self,
      BackupCommand.self, RestoreCommand.self,
    ])
}
