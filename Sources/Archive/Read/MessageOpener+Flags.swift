import MailIndex
import Maildir

extension MessageOpener {
  /// The row ids of the messages whose files have this flag in their names now; nil: they are more than `limit`, or not
  /// all of them are found by their names.
  package mutating func messages(flagged flag: Character, limit: Int) throws -> Set<Int64>? {
    var messages: Set<Int64> = []
    for account in accounts.keys {
      guard
        let files = try ArchiveFailure.explaining(
          root, { try files(flagged: flag, of: account, limit: limit - messages.count) })
      else { return nil }
      for row in try ArchiveFailure.explaining(root, { try archive.index.fileRows(account, files) }) {
        guard let row else { return nil }
        messages.insert(row.id)
      }
    }
    return messages
  }

  /// Nil: there are more than `limit`.
  private mutating func files(
    flagged flag: Character, of account: AccountID, limit: Int
  ) throws -> [(arrived: Int64, base: String)]? {
    struct TooMany: Error {}
    guard let maildir = try maildir(of: account) else { return [] }
    var files: [(arrived: Int64, base: String)] = []
    do {
      for folder in try maildir.folders() {
        try maildir.forEachEntry(in: folder, .cur) { file, _ in
          guard file.flags?.contains(flag) == true, let name = MessageName(parsing: file.base) else { return }
          files.append((name.arrival, file.base))
          if files.count > limit { throw TooMany() }
        }
      }
    } catch is TooMany { return nil }
    return files
  }
}
