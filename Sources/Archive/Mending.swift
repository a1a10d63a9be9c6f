// A damaged file is never overwritten: it moves aside, into `.popkeep/damaged`, and only once the right octets are
// written. Cut off between the two, the message is missing, and comes back the next time.

package import MailIndex
import Maildir
import SystemPackage

extension AccountArchive {
  /// Puts messages whose files are damaged or missing in their places again, durably and all at once.
  ///
  /// - Parameter copies: their octets from elsewhere; what has not the octets that were fetched is left out.
  /// - Returns: how many are whole again.
  package func mend(_ copies: [(message: MessageToCopy, copy: PendingMessage)]) throws -> Int {
    var marks: [FileMark] = []
    try explaining {
      var placements: [Placement] = []
      for (message, copy) in copies {
        guard copy.contentHash == message.contentHash, let name = MessageName(parsing: message.base),
          copy.written.size == name.size, copy.written.wireSize == name.wireSize
        else { continue }
        let damaged = try locate(message.base, in: message.folder)
        if let damaged { try putAside(damaged) }
        // Where nobody knows whether it was read: it was here before.
        let flags = damaged.map { $0.place == .new ? nil : $0.flags ?? "" } ?? "S"
        placements.append(Placement(copy.written, as: name, in: message.folder, flags: flags))
        marks.append(FileMark(id: message.id, base: message.base, state: .stored))
      }
      if !placements.isEmpty { _ = try maildir.deliver(placements) }
    }
    try archive.note(marks)
    return marks.count
  }

  private func putAside(_ file: StoredFile) throws {
    let path = ".popkeep/damaged"
    try archive.folder.makeFolder(path)
    let folder = try archive.folder.folder(path)
    var number = 1
    while try folder.status(Self.asideName(number, file, of: name)) != nil { number += 1 }
    try maildir.putAside(file, in: folder, as: Self.asideName(number, file, of: name))
  }

  private static func asideName(_ number: Int, _ file: StoredFile, of account: String) -> String {
    "\(number)-\(account)-\(file.base)"
  }
}
