/// What the user wrote: where the archive is, and which accounts fill it. Every value in it is valid.
package struct Configuration: Sendable, Equatable {
  /// The archive's folder as an absolute path.
  package var archive: String
  /// Free space below which nothing is fetched.
  package var minFree: FreeSpaceFloor
  package var daemon: DaemonSettings
  package var metrics: MetricsSettings
  /// The drives that copies go to, in the order of the file.
  package var drives: [DriveSettings]
  /// The accounts in the order of the file, the disabled ones among them.
  package var accounts: [Account]

  package init(
    archive: String, minFree: FreeSpaceFloor = .percent(1), daemon: DaemonSettings = DaemonSettings(),
    metrics: MetricsSettings = MetricsSettings(), drives: [DriveSettings] = [], accounts: [Account]
  ) {
    self.archive = archive
    self.minFree = minFree
    self.daemon = daemon
    self.metrics = metrics
    self.drives = drives
    self.accounts = accounts
  }

  /// The account of that name, or nil.
  package func account(named name: String) -> Account? { accounts.first { $0.name == name } }

  /// The drive of that name, or nil.
  package func drive(named name: String) -> DriveSettings? { drives.first { $0.name == name } }

  /// The variables of the environment that passwords are in.
  package var passwordVariables: Set<String> {
    Set(
      accounts.compactMap { account in
        guard case .env(let name) = account.password else { return nil }
        return name
      })
  }
}
