package import Archive
import MailIndex
import Maildir
import SystemPackage

/// What `verify --repair-from` came to.
package struct RepairSummary: Sendable, Equatable {
  package var repaired = 0
  /// Messages that are damaged or missing here, and that the drive has no whole copy of.
  package var lacking = 0

  package init() {}
}

/// Brings messages back that are damaged or missing in an archive, from copies whose hash is right.
package final class ArchiveRepair {
  private let archive: Archive
  private let drive: DriveFolder
  private let now: Int64
  private let isStopped: @Sendable () -> Bool
  private var reader: CopyReader
  private var summary = RepairSummary()

  package init(
    _ archive: Archive, from drive: AttachedDrive, now: Int64,
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) {
    self.archive = archive
    self.drive = drive.folder
    reader = CopyReader(of: drive.folder)
    self.now = now
    self.isStopped = isStopped
  }

  /// Goes by what the index says is not whole: a verification has found that out before.
  package func run() throws -> RepairSummary {
    try DriveFailure.explaining(drive.name) {
      for (id, names) in try archive.folders() {
        var last: Int64 = 0
        while true {
          let page = try archive.asking { [last] index in
            try index.messagesNotWhole(id, after: last, limit: 500)
          }
          guard let end = page.last?.id else { break }
          let account = try archive.account(names.name, now: now)
          for message in page { try repair(message, account, names.folder) }
          last = end
        }
      }
    }
    return summary
  }

  private func repair(_ message: MessageToCopy, _ account: AccountArchive, _ folder: String) throws {
    if isStopped() { throw DriveFailure(.stopped, drive.name) }
    guard let name = CopyName(message),
      let month = try MonthFolder(
        MonthKey(account: folder, arrival: name.arrival), in: drive.folder, isMade: false, wholly: true)
    else { return summary.lacking += 1 }
    // Where the list of the folder is damaged, the file's own octets tell.
    for part in month.parts {
      for choice in name.choices(for: message.contentHash) {
        if try bring(message, from: choice.text, in: part.folder, as: name, to: account) {
          return summary.repaired += 1
        }
      }
    }
    summary.lacking += 1
  }

  private func bring(
    _ message: MessageToCopy, from file: String, in folder: OpenFolder, as name: CopyName,
    to account: AccountArchive
  ) throws -> Bool {
    var intake = try account.begin(CopiedMessage(tag: name.tag, arrival: name.arrival))
    let read = try reader.read(file, in: folder, into: &intake)
    let pending = try intake.finish()
    guard read?.hash == message.contentHash else { return false }
    return try account.mend([(message, pending)]) == 1
  }
}
