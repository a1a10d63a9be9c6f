import Archive
import MailIndex
import Maildir

/// What lies in a copy on a drive, by its folders alone: for whoever has no index of it, or does not trust one.
struct DriveContents {
  /// A folder of messages.
  struct Month {
    let key: MonthKey
    /// `home/2026/2026-11`
    let path: String
  }

  private let root: OpenFolder

  init(_ root: OpenFolder) { self.root = root }

  /// The accounts and their folders, sorted. A folder that no account could have is none.
  func accounts() throws -> [(name: String, folder: String)] {
    try folders(of: nil) { name in
      Archive.isAccountName(AccountFolders.account(of: name))
    }.map { (AccountFolders.account(of: $0), $0) }
  }

  /// The months of an account, in order.
  func months(of folder: String) throws -> [Month] {
    var months: [Month] = []
    for year in try folders(
      of: folder, where: { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } })
    {
      let parts = try folders(of: "\(folder)/\(year)") { MonthKey.part($0) != nil }
      for name in parts {
        guard let part = MonthKey.part(name),
          let start = CivilDate(year: part.year, month: part.month, day: 1).seconds
        else { continue }
        months.append(
          Month(key: MonthKey(account: folder, arrival: start), path: "\(folder)/\(year)/\(name)"))
      }
    }
    return months.sorted { ($0.key, $0.path) < ($1.key, $1.path) }
  }

  private func folders(of path: String?, where isWanted: (String) -> Bool) throws -> [String] {
    guard let folder = path == nil ? root : try root.folderIfThere(path ?? "") else { return [] }
    var names: [String] = []
    try folder.forEachName { name in
      if isWanted(name), try folder.status(name)?.isFolder == true { names.append(name) }
    }
    return names.sorted()
  }
}
