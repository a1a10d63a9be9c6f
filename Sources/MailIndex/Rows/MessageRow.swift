/// What is known about the file of a message.
package enum MessageState: String, Sendable, CaseIterable, Codable {
  case stored
  /// The file was not where it should be when it was last looked for.
  case missing
  /// The file's content did not have the recorded hash when it was last read.
  case damaged
}

/// One stored message: a file, and what its header says.
package struct MessageRow: Sendable, Equatable {
  package let id: Int64
  package let account: AccountID
  package let state: MessageState
  package let message: MessageRecord
}
