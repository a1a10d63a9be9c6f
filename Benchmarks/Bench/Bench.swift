import ArgumentParser

/// `popkeep-bench`: measures popkeep beside other programs, on this machine.
@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "popkeep-bench",
    abstract: "Measures popkeep beside other programs, against Dovecot over TLS on loopback.",
    subcommands: [
      RunCommand.self, RelayCommand.self, ServeCommand.self, DaemonCommand.self, ServeAccountsCommand.self,
      SoakCommand.self, StructureCommand.self, TextCommand.self, SearchCommand.self,
    ],
    defaultSubcommand: RunCommand.self)
}
