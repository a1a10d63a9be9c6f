/// A drive that holds copies of the messages. Times are in seconds since 1970 UTC.
package struct DriveRow: Sendable, Equatable {
  package let id: Int64
  /// What its marker names it: 32 hexadecimal digits.
  package let drive: String
  package var name: String
  /// What the drive bore when it was last left; nil: it never was.
  package var stamp: String?
  /// Every message with a row id up to this one is on the drive, but for those with a gap.
  package let copiedUpTo: Int64
  package var firstSeen: Int64?
  package var lastSeen: Int64?
  package var lastBackup: Int64?
  package var lastVerified: Int64?
  /// True where it was told that the drive was not seen for long.
  package var silenceTold = false
}

/// Why a message that was dealt with does not count as being on a drive.
package enum DriveGapKind: String, Sendable, CaseIterable {
  /// It was copied, and not read back since.
  case unverified
  /// Its copy does not have the recorded hash.
  case damaged
  /// Its copy is not where it should be.
  case missing
  /// The archive has no whole file of it that could be copied.
  case notHere
  /// It is being copied along with others, in another order than that of the rows.
  case waiting
}

/// A message that does not count as being on a drive.
package struct DriveGap: Sendable, Equatable {
  /// The row id of the message.
  package let message: Int64
  package let kind: DriveGapKind

  package init(message: Int64, kind: DriveGapKind) {
    self.message = message
    self.kind = kind
  }
}

/// What a drive does not have.
package struct DriveLack: Sendable, Equatable {
  /// Messages that are to be copied, and their octets on the wire.
  package var messages = 0
  package var octets: Int64 = 0
  /// Since when the first of them is lacking, in seconds since 1970 UTC; nil: none is.
  package var since: Int64?
  /// Copies that were not read back; they are not among `messages`, all other gaps are.
  package var unverified = 0
  package var damaged = 0
  package var missing = 0
  package var notHere = 0

  package init() {}
}
