/// What the retention policy needs to know of one archived message that the server still lists.
package struct RetentionFacts: Sendable, Equatable {
  /// When the message was safe here, in seconds since 1970 UTC: ages count from this, never from a Date field.
  package var storedAt: Int64
  /// When the message arrived, in seconds since 1970 UTC: the order of old and new.
  package var arrived: Int64
  /// Octets that the message takes on the server, as listed or, where that is unknown, as fetched.
  package var octets: Int64
  /// True where the Maildir file carries the flag T. A missing file is not trashed.
  package var isTrashed: Bool
  /// Whole copies of it, the one here among them.
  package var copies: Int

  package init(storedAt: Int64, arrived: Int64, octets: Int64, isTrashed: Bool, copies: Int = 1) {
    self.storedAt = storedAt
    self.arrived = arrived
    self.octets = octets
    self.isTrashed = isTrashed
    self.copies = copies
  }
}

/// Why a message may leave the server.
package enum DeletionReason: Sendable, Equatable, CustomStringConvertible {
  case safeHere
  case olderThan(seconds: Int64)
  case beyondNewest(Int)
  case overSize(Int64)
  case trashed

  package var description: String {
    switch self {
    case .safeHere: "it is safe here"
    case .olderThan(let seconds): "it has been safe here for \(seconds / 86400) days or more"
    case .beyondNewest(let count): "it is not among the \(count) newest"
    case .overSize(let octets): "the mailbox is to stay under \(octets) octets, and the oldest go first"
    case .trashed: "it is marked as trashed in the Maildir"
    }
  }
}
