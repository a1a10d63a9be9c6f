/// What may leave the server once it is archived, and what guards it.
///
/// The reasons combine: a message goes when any of them says so. The guards hold for all of them.
package struct RetentionRule: Sendable, Equatable {
  /// Every message goes once it is safe here.
  package var delete: Bool
  /// Seconds since the message was safe here.
  package var deleteAfter: Int64?
  /// How many of the newest messages stay.
  package var keepNewest: Int?
  /// Octets that the mailbox may take on the server; the oldest messages go first.
  package var keepUnder: Int64?
  /// A message goes when its Maildir file carries the flag T; a missing file never means that.
  package var untilTrashed: Bool
  /// Guard: how many messages may go in one run.
  package var maxDeletes: Int?
  /// Guard: the file here is read and hashed again before its message goes.
  package var proveByHash: Bool
  /// Guard: how many copies of a message there must be before it goes, the archive being one.
  package var requireCopies: Int

  package init(
    delete: Bool = false, deleteAfter: Int64? = nil, keepNewest: Int? = nil, keepUnder: Int64? = nil,
    untilTrashed: Bool = false, maxDeletes: Int? = nil, proveByHash: Bool = false, requireCopies: Int = 1
  ) {
    self.delete = delete
    self.deleteAfter = deleteAfter
    self.keepNewest = keepNewest
    self.keepUnder = keepUnder
    self.untilTrashed = untilTrashed
    self.maxDeletes = maxDeletes
    self.proveByHash = proveByHash
    self.requireCopies = requireCopies
  }

  /// Nothing is ever deleted: the default.
  package static let keep = RetentionRule()

  /// True where the rule names a reason to delete.
  package var canDelete: Bool {
    delete || deleteAfter != nil || keepNewest != nil || keepUnder != nil || untilTrashed
  }
}
