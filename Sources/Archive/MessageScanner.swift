package import MailIndex
import Maildir
import OpenSSL
import SystemPackage

/// Reads many messages in wire form, through buffers that stay: for whoever reads all of an archive.
package struct MessageScanner: ~Copyable {
  private let archive: Archive
  private var scanner = FileScanner()
  private var hasher = SHA256Hasher()
  private var places: [String: Place] = [:]

  private struct Place {
    let maildir: Maildir
    var locator: FileLocator
  }

  package init(_ archive: Archive) { self.archive = archive }

  /// Hands out the octets of the message as the server sent them, in pieces; what they are worth is known after the
  /// last one.
  ///
  /// - Parameter name: the account that it is of.
  package mutating func scan(
    _ message: MessageToCopy, of name: String, _ body: (RawSpan) -> Void
  ) throws -> MessageReader.Content {
    do {
      // A reader of the Maildir may move the file between the look and the opening: then look again.
      for _ in 0..<8 {
        guard let (file, maildir) = try locate(message, of: name), let parsed = file.name else {
          return .missing
        }
        if let hash = try hash(file, parsed, in: maildir, body) {
          return hash == message.contentHash ? .intact : .damaged
        }
      }
      return .missing
    } catch let failure as FileFailure {
      throw ArchiveFailure(.file(failure), archive.root.string)
    }
  }

  /// Nil where the file is not there any more.
  private mutating func hash(
    _ file: StoredFile, _ name: MessageName, in maildir: Maildir, _ body: (RawSpan) -> Void
  ) throws(FileFailure) -> ContentHash? {
    do throws(FileFailure) {
      try pass(file, name, in: maildir, body)
      return hasher.finishText().column
    } catch {
      // What was read before the failure is no part of the next message.
      _ = hasher.finishText()
      if error.errno == .noSuchFileOrDirectory { return nil }
      throw error
    }
  }

  private mutating func pass(
    _ file: StoredFile, _ name: MessageName, in maildir: Maildir, _ body: (RawSpan) -> Void
  ) throws(FileFailure) {
    _ = try scanner.scan(file, name, in: maildir) { bytes in
      hasher.update(bytes)
      body(bytes)
    }
  }

  private mutating func locate(_ message: MessageToCopy, of name: String) throws -> (StoredFile, Maildir)? {
    if places[name] == nil {
      do {
        let maildir = try archive.existingMaildir(of: name)
        places[name] = Place(maildir: maildir, locator: FileLocator(maildir))
      } catch let failure as FileFailure where failure.errno == .noSuchFileOrDirectory { return nil }
    }
    guard let file = try places[name]?.locator.locate(message.base, in: message.folder),
      let maildir = places[name]?.maildir
    else { return nil }
    return (file, maildir)
  }
}
