import MailIndex
import Maildir
import SystemPackage

/// A stored message as somebody is told of it.
package struct StoredMail: Sendable {
  /// The file, an absolute path where the archive's is.
  package let path: String
  /// The sender, by name or address.
  package let from: String?
  package let subject: String?
  /// Octets in wire form.
  package let octets: Int64
}

extension Archive {
  /// The message of this row of the index; nil: it, or its file, is there no more.
  ///
  /// - Parameter name: the account that it is of.
  package func storedMail(_ row: Int64, of name: String) throws -> StoredMail? {
    try ArchiveFailure.explaining(root.string) { () -> StoredMail? in
      guard let message = try index.message(row)?.message else { return nil }
      let maildir = try existingMaildir(of: name)
      var locator = FileLocator(maildir)
      guard let file = try locator.locate(message.base, in: message.folder) else { return nil }
      return StoredMail(
        path: root.appending("accounts").appending(name).string + "/" + file.path,
        from: message.envelope.fromName ?? message.envelope.fromAddress, subject: message.envelope.subject,
        octets: message.wireOctets)
    }
  }
}
