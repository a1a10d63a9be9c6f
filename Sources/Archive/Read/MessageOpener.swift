package import MailIndex
import Maildir
import SystemPackage

/// Opens stored messages of any account, wherever readers of the Maildirs have moved their files.
package struct MessageOpener: ~Copyable {
  private let archive: Archive
  private let root: String
  private let names: [AccountID: String]
  private var places: [AccountID: Place] = [:]

  private struct Place {
    let maildir: Maildir
    let path: String
    var locator: FileLocator
  }

  package init(_ archive: Archive) throws {
    self.archive = archive
    root = archive.root.string
    names = try ArchiveFailure.explaining(root) {
      Dictionary(try archive.index.accounts().map { ($0.id, $0.name) }) { first, _ in first }
    }
  }

  /// The names of the accounts that the index has.
  package var accounts: [AccountID: String] { names }

  /// Opens a message; nil: its file is not there.
  ///
  /// - Parameter limit: octets of the file that are looked at, at most: the rest of the message is as if it had been cut.
  package mutating func open(_ message: MessageRow, limit: Int = .max) throws -> OpenedMessage? {
    let record = message.message
    // A reader of the Maildir may move it between the look and the opening: then look again.
    for _ in 0..<8 {
      guard
        let (file, place) = try ArchiveFailure.explaining(root, { try locate(record, of: message.account) })
      else { return nil }
      if let opened = try attempt(file, place, record.storedAsLF, limit) { return opened }
    }
    return nil
  }

  /// Nil: the file is not there any more.
  private func attempt(
    _ file: StoredFile, _ place: Place, _ storedAsLF: Bool, _ limit: Int
  ) throws -> OpenedMessage? {
    do throws(FileFailure) {
      return try OpenedMessage(
        file, in: place.maildir, storedAsLF: storedAsLF, limit: limit, path: "\(place.path)/\(file.path)",
        root: root)
    } catch {
      if error.errno == .noSuchFileOrDirectory { return nil }
      throw ArchiveFailure(.file(error), root)
    }
  }

  /// The words of a message; where its file is gone, those of its row.
  package mutating func words(of message: MessageRow) throws -> MessageWords {
    guard let opened = try open(message) else { return MessageWords(message.message.envelope) }
    return try MessageWords(opened)
  }

  /// The Maildir flags that the name of the message's file has now; nil: the file is not there.
  package mutating func flags(of message: MessageRow) throws -> String? {
    try ArchiveFailure.explaining(root) {
      try locate(message.message, of: message.account).map { $0.0.flags ?? "" }
    }
  }

  /// The path of the message's file as it is now; nil: it is not there.
  package mutating func path(of message: MessageRow) throws -> String? {
    try ArchiveFailure.explaining(root) {
      try locate(message.message, of: message.account).map { "\($0.1.path)/\($0.0.path)" }
    }
  }

  private mutating func locate(_ message: MessageRecord, of account: AccountID) throws -> (StoredFile, Place)?
  {
    guard let name = names[account] else { return nil }
    if places[account] == nil {
      do {
        let maildir = try archive.existingMaildir(of: name)
        places[account] = Place(
          maildir: maildir, path: archive.root.appending("accounts").appending(name).string,
          locator: FileLocator(maildir))
      } catch let failure as FileFailure where failure.errno == .noSuchFileOrDirectory { return nil }
    }
    guard let file = try places[account]?.locator.locate(message.base, in: message.folder),
      let place = places[account]
    else { return nil }
    return (file, place)
  }
}
