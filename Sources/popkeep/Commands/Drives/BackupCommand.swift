import ArgumentParser

struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy the archive onto drives that come and go.",
    discussion: """
      A drive is known by a marker on it, wherever it is mounted. What is on it can be read without popkeep: .eml files \
      by month, SHA256SUMS beside them, an index, and a README.txt.

      Examples:
        popkeep backup add /media/usb    once for each drive
        popkeep backup                   what is new, to every drive attached
        popkeep backup usb-red           to this one
        popkeep backup verify usb-red    read all that is on it

      A drive whose name is that of a subcommand is named by its path.
      """,
    subcommands: [
      BackupRunCommand.self, BackupAddCommand.self, BackupVerifyCommand.self, BackupForgetCommand.self,
    ],
    defaultSubcommand: BackupRunCommand.self)
}
