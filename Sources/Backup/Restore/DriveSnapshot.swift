import Archive
import MailIndex
import Maildir
import SystemPackage

/// The copy of the index on a drive: what the files' names do not tell. It is believed in what does no harm if it is
/// wrong; whether a message is the right one its octets decide.
struct DriveSnapshot {
  private let index: MailIndex
  private let accounts: [String: AccountID]

  /// Nil where it is not there, or cannot be read.
  init?(_ drive: DriveFolder) {
    do throws(IndexFailure) {
      let path = drive.path.appending(DriveClosing.snapshotName).string
      index = try MailIndex.open(at: path, mode: .reading)
      accounts = Dictionary(
        try index.accounts().map { ($0.name, $0.id) }, uniquingKeysWith: { first, _ in first })
    } catch { return nil }
  }

  /// The Maildir++ folders that messages of a month were in, by content; those in the account's own are left out.
  func folders(of account: String, in span: Range<Int64>) -> [ContentHash: String] {
    guard let id = accounts[account] else { return [:] }
    var folders: [ContentHash: String] = [:]
    var end: (arrived: Int64, id: Int64)?
    do throws(IndexFailure) {
      while true {
        let page = try index.messages(
          of: id, arrivedFrom: span.lowerBound, before: span.upperBound, after: end, limit: 1000)
        for message in page where message.folder != "." { folders[message.contentHash] = message.folder }
        guard let last = page.last else { return folders }
        end = (last.arrived, last.id)
      }
    } catch { return folders }
  }

  /// Has the archive's index know what this one knows of the account's copies on the server.
  ///
  /// - Returns: false where it cannot be read to its end.
  func teach(_ account: AccountArchive, in archive: Archive) throws -> Bool {
    guard let id = accounts[account.name] else { return true }
    var page: [CopyRow] = []
    func take() throws {
      try archive.asking { try $0.take(page, for: account.id) }
      page.removeAll(keepingCapacity: true)
    }
    do {
      try index.forEachCopy(id, states: Set(CopyState.allCases)) { copy in
        page.append(copy)
        if page.count == 1000 { try take() }
      }
    } catch is IndexFailure { return false }
    try take()
    return true
  }
}
