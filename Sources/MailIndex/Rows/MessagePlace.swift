/// Where the file of a message is.
package struct MessagePlace: Sendable, Equatable {
  package let account: AccountID
  /// The Maildir++ folder, `.` for the account's own.
  package let folder: String
  /// The file's name up to the flags.
  package let base: String
  /// True where the file has LF and the wire had CRLF.
  package let storedAsLF: Bool
}

extension MessageRow {
  package var place: MessagePlace {
    MessagePlace(
      account: account, folder: message.folder, base: message.base, storedAsLF: message.storedAsLF)
  }
}
