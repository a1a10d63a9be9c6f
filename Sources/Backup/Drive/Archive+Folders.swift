import Archive
import MailIndex

extension Archive {
  /// The accounts of the archive, and the folders that they have on drives.
  func folders() throws -> [AccountID: (name: String, folder: String)] {
    let accounts = try asking { try $0.accounts() }
    let folders = AccountFolders.folders(of: accounts.map(\.name))
    return Dictionary(
      accounts.map { ($0.id, (name: $0.name, folder: folders[$0.name] ?? $0.name)) },
      uniquingKeysWith: { first, _ in first })
  }
}
