package import MailIndex

/// A message that was found.
package struct FoundMessage: Sendable {
  package let row: MessageRow
  package let account: String
  /// When it was sent, but never later than it arrived, in seconds since 1970 UTC.
  package let moment: Int64
  /// The hash of the first message of its thread.
  package let thread: ContentHash
}
