import InternetMessage
package import MailIndex
import Maildir
import SystemPackage

/// Opens stored messages of any account, wherever readers of the Maildirs have moved their files.
package struct MessageOpener: ~Copyable {
  let archive: Archive
  let root: String
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
    try open(message.place, limit: limit)
  }

  private mutating func open(_ place: MessagePlace, limit: Int = .max) throws -> OpenedMessage? {
    // A reader of the Maildir may move it between the look and the opening: then look again.
    for _ in 0..<8 {
      guard
        let (file, folder) = try ArchiveFailure.explaining(root, { try locate(place) })
      else { return nil }
      if let opened = try attempt(file, folder, place.storedAsLF, limit) { return opened }
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

  /// Whether words stand in a message, one after the other; nil: its file is not there.
  package mutating func contains(_ match: WordMatch, in place: MessagePlace) throws -> Bool? {
    guard let opened = try open(place) else { return nil }
    if try MessageWords(headersOf: opened).contains(match) { return true }
    guard match.field == .anywhere || match.field == .body else { return false }
    let phrase = WordPhrase(match.words, isPrefix: match.isPrefix)
    let text = try MessageWords.text(of: opened)
    return phrase.stands(in: text.span)
  }

  /// The Maildir flags that the name of the message's file has now; nil: the file is not there.
  package mutating func flags(of place: MessagePlace) throws -> String? {
    try ArchiveFailure.explaining(root) {
      try locate(place).map { $0.0.flags ?? "" }
    }
  }

  /// The path of the message's file as it is now; nil: it is not there.
  package mutating func path(of message: MessageRow) throws -> String? {
    try ArchiveFailure.explaining(root) {
      try locate(message.place).map { "\($0.1.path)/\($0.0.path)" }
    }
  }

  private mutating func locate(_ message: MessagePlace) throws -> (StoredFile, Place)? {
    guard try maildir(of: message.account) != nil,
      let file = try places[message.account]?.locator.locate(message.base, in: message.folder),
      let place = places[message.account]
    else { return nil }
    return (file, place)
  }

  /// Nil: it is not there.
  mutating func maildir(of account: AccountID) throws -> Maildir? {
    if let place = places[account] { return place.maildir }
    guard let name = names[account] else { return nil }
    do {
      let maildir = try archive.existingMaildir(of: name)
      places[account] = Place(
        maildir: maildir, path: archive.root.appending("accounts").appending(name).string,
        locator: FileLocator(maildir))
      return maildir
    } catch let failure as FileFailure where failure.errno == .noSuchFileOrDirectory { return nil }
  }
}
