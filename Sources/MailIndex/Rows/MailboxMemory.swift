/// What is remembered of a mailbox and its server from one run to the next: what a probe is compared with, and
/// which abilities of the server are not to be tried again.
package struct MailboxMemory: Sendable, Equatable {
  /// Messages at the end of the last run.
  package var count: UInt32 = 0
  /// Octets at the end of the last run; nil: the server did not tell.
  package var octets: Int64?
  /// The unique-id of the last message, raw; nil: not known.
  package var lastUID: [UInt8]?
  /// When the last whole listing ended, in seconds since 1970 UTC; 0: never.
  package var listedAt: Int64 = 0
  /// The retention rule of the last run, as text.
  package var rule: String?
  /// When the rule next lets a message go, in seconds since 1970 UTC.
  package var nextDue: Int64?
  /// Messages that stay only because there are too few copies of them.
  package var waiting = 0
  /// `MailIndex.driveMark` when the copies of these were counted; nil: they were not.
  package var copyMark: Int64?
  /// True where the server lists only part of the mailbox in a session.
  package var isWindowed = false
  /// True where the server drops the line, or hangs, at CAPA.
  package var skipsCapabilities = false
  /// True where the server garbled pipelined commands.
  package var pipeliningIsBroken = false
  /// The lines of the answer to CAPA before the log-in, one below the other; nil: not to be relied on.
  package var capabilities: String?
  /// The least interval between log-ins in seconds, as the server told.
  package var loginDelay: Int64?

  package init() {}
}
