/// The folders that accounts have on a drive: their own names, unless another file or account has that on some file
/// system. A tilde, which no account's name has, and what follows a second one are not part of the account's name.
package enum AccountFolders {
  /// The folders by account, for all accounts of an archive.
  package static func folders(of accounts: [String]) -> [String: String] {
    var folders: [String: String] = [:]
    var taken = beside
    for account in accounts.sorted() {
      let own = isDevice(account) ? "~\(account)" : account
      var folder = own
      var number = 2
      // FAT drops a dot at the end.
      while folder.hasSuffix(".") || !taken.insert(folder.lowercased()).inserted {
        folder = "\(own)~\(number)"
        number += 1
      }
      folders[account] = folder
    }
    return folders
  }

  /// The account that a folder is of.
  package static func account(of folder: String) -> String {
    let name = folder.hasPrefix("~") ? folder.dropFirst() : folder[...]
    return name.split(separator: "~", omittingEmptySubsequences: false).first.map(String.init) ?? folder
  }

  /// True for what Windows keeps to itself, whatever follows a dot.
  private static func isDevice(_ name: String) -> Bool {
    name.split(separator: ".", omittingEmptySubsequences: false).first.map {
      devices.contains($0.lowercased())
    } ?? false
  }

  /// What else is in the folder.
  private static let beside: Set<String> = [
    "readme.txt", "index.sqlite", "drive.json", "left.json", "sha256sums",
  ]

  private static let devices: Set<String> = Set(
    ["con", "prn", "aux", "nul"] + (1...9).flatMap { ["com\($0)", "lpt\($0)"] })
}
