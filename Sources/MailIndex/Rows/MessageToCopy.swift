/// What is needed of a message to copy it to a drive, or to compare its copy there.
package struct MessageToCopy: Sendable, Equatable {
  /// The row id of the message.
  package let id: Int64
  package let account: AccountID
  /// The Maildir++ folder, `.` for the account's own.
  package let folder: String
  /// The file's name up to the flags.
  package let base: String
  /// In seconds since 1970 UTC.
  package let arrived: Int64
  package let wireOctets: Int64
  /// The hash of the wire form.
  package let contentHash: ContentHash
  /// What is known of the file here.
  package let state: MessageState
}
