package import MailIndex
import Maildir
import OpenSSL
import SystemPackage

/// Reads messages of one account in wire form, wherever readers of the Maildir have moved their files.
package struct MessageReader: Sendable {
  /// What became of a message that was read.
  package enum Content: Sendable {
    /// Octet for octet what was fetched.
    case intact
    /// What was handed out is not what was fetched.
    case damaged
    /// There is no file; nothing was handed out.
    case missing
  }

  private let maildir: Maildir
  private let root: String
  private var locator: FileLocator

  /// - Throws: `ArchiveFailure` where the account has no Maildir.
  package init(_ archive: Archive, account: String) throws {
    root = archive.root.string
    maildir = try ArchiveFailure.explaining(root) { try archive.existingMaildir(of: account) }
    locator = FileLocator(maildir)
  }

  /// Hands out the octets of the message as the server sent them, in pieces; what they are worth is known
  /// after the last one.
  package mutating func read(
    _ message: MessageRecord, _ body: (RawSpan) throws -> Void
  ) throws -> Content {
    // A reader of the Maildir may move the file between the look and the opening: then look again.
    for _ in 0..<8 {
      guard let file = try locate(message) else { return .missing }
      do {
        return try read(file, message, body)
      } catch let failure as FileFailure where failure.errno == .noSuchFileOrDirectory {
        continue
      } catch let failure as FileFailure {
        throw ArchiveFailure(.file(failure), root)
      }
    }
    return .missing
  }

  /// The Maildir flags that the file of the message has now; nil: it lies in new, or nowhere.
  package mutating func flags(of message: MessageRecord) throws -> String? {
    try locate(message).flatMap { $0.place == .new ? nil : $0.flags ?? "" }
  }

  private mutating func locate(_ message: MessageRecord) throws -> StoredFile? {
    do {
      return try locator.locate(message.base, in: message.folder)
    } catch let failure as FileFailure {
      throw ArchiveFailure(.file(failure), root)
    }
  }

  private func read(
    _ file: StoredFile, _ message: MessageRecord, _ body: (RawSpan) throws -> Void
  ) throws -> Content {
    var reader = try maildir.open(file)
    var hasher = SHA256Hasher()
    while try reader.next({ bytes in
      hasher.update(bytes)
      try body(bytes)
    }) {}
    return hasher.finish().column == message.contentHash ? .intact : .damaged
  }
}
