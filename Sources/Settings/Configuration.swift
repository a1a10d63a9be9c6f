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
    self.accounts = accounts.map { $0.keepingTokens(in: Self.tokens(of: archive)) }
  }

  /// Where tokens lie unless an account says otherwise.
  private static func tokens(of archive: String) -> String { "\(archive)/.popkeep/tokens" }

  /// Adds an account behind the others.
  mutating func append(_ account: Account) {
    accounts.append(account.keepingTokens(in: Self.tokens(of: archive)))
  }

  /// The accounts as they are written: without what is as it is anyway.
  var plainAccounts: [Account] { accounts.map { $0.leavingTokens(of: Self.tokens(of: archive)) } }

  /// The account of that name, or nil.
  package func account(named name: String) -> Account? { accounts.first { $0.name == name } }

  /// The drive of that name, or nil.
  package func drive(named name: String) -> DriveSettings? { drives.first { $0.name == name } }

  /// The variables of the environment that passwords are in: programs that are run are not given them.
  package var passwordVariables: Set<String> {
    Set(
      accounts.flatMap(\.passwordSources).compactMap { source in
        guard case .env(let name) = source else { return nil }
        return name
      })
  }
}

extension Account {
  /// The account with the folder of its tokens, where it has any and names none.
  fileprivate func keepingTokens(in folder: String) -> Account {
    guard case .client(var client) = oauth, client.tokens == nil else { return self }
    client.tokens = folder
    var account = self
    account.oauth = .client(client)
    return account
  }

  /// The account without a folder of its tokens where that is `folder`.
  fileprivate func leavingTokens(of folder: String) -> Account {
    guard case .client(var client) = oauth, client.tokens == folder else { return self }
    client.tokens = nil
    var account = self
    account.oauth = .client(client)
    return account
  }
}
