import Archive
import MailIndex
import Maildir

/// A look at some of what should be on a drive, before anything is said of it: somebody may have tidied up there.
struct DriveGlance {
  /// Messages that are looked for, whatever the size of the archive.
  private static let count = 24

  private let archive: Archive
  private let folder: OpenFolder

  init(_ archive: Archive, _ drive: DriveFolder) {
    self.archive = archive
    folder = drive.folder
  }

  /// True where each of some messages, drawn anew each time and the last of them all, has a file of its size.
  func finds(_ row: DriveRow) throws -> Bool {
    let accounts = try archive.folders()
    // No account of which there is anything has lost its folder.
    for (id, names) in accounts where try archive.asking({ try $0.totals(id).messages }) > 0 {
      guard
        let first = try archive.asking({ index in
          try index.messages(of: id, arrivedFrom: 0, before: .max, upToID: row.copiedUpTo, limit: 1).first
        }), try archive.asking({ try $0.gaps(drive: row.id, messages: [first.id]) })[first.id] == nil
      else { continue }
      if try folder.status(names.folder)?.isFolder != true { return false }
    }
    var drawn = (1..<Self.count).map { _ in Int64.random(in: 0...max(0, row.copiedUpTo - 1)) }
    drawn.append(max(0, row.copiedUpTo - 1))
    for after in Set(drawn).sorted() {
      guard let message = try archive.asking({ try $0.copiedMessage(drive: row.id, after: after) }),
        let account = accounts[message.account], let name = CopyName(message)
      else { continue }
      if try !isThere(message, MonthKey(account: account.folder, arrival: name.arrival), name) {
        return false
      }
    }
    return true
  }

  private func isThere(_ message: MessageToCopy, _ key: MonthKey, _ name: CopyName) throws -> Bool {
    guard let year = try folder.folderOrObstacle("\(key.account)/\(key.yearName)") else { return false }
    var part = 1
    while let month = try year.folderOrObstacle(key.name(ofPart: part)) {
      for choice in name.choices(for: message.contentHash) {
        if let status = try month.status(choice.text), status.isRegular, status.size == message.wireOctets {
          return true
        }
      }
      part += 1
    }
    return false
  }
}
