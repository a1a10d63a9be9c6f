/// What a message file is compared with: the columns of its row that tell.
package struct FileRow: Sendable, Equatable {
  /// The row id of the message.
  package let id: Int64
  package let state: MessageState
  /// The hash of the wire form.
  package let contentHash: ContentHash

  package init(id: Int64, state: MessageState, contentHash: ContentHash) {
    self.id = id
    self.state = state
    self.contentHash = contentHash
  }
}

/// A row that is looked for among the files.
package struct RecordedFile: Sendable, Equatable {
  package let row: FileRow
  package let account: AccountID
  /// The Maildir++ folder, `.` for the account's own.
  package let folder: String
  /// The file's name up to the flags.
  package let base: String
}

/// What was found out about the file of a message.
package struct FileMark: Sendable, Equatable, Codable {
  /// The row id of the message.
  package let id: Int64
  /// The name that the row had when it was looked at: an index made anew meanwhile has other rows.
  package let base: String
  package let state: MessageState

  package init(id: Int64, base: String, state: MessageState) {
    self.id = id
    self.base = base
    self.state = state
  }
}
