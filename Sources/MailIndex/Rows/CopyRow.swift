/// Where a server copy stands on its way off the server. DELE and QUIT move it, the next listing settles it.
package enum CopyState: String, Sendable, CaseIterable {
  /// Archived here, and as far as is known still on the server.
  case stored
  /// Its deletion was decided and DELE may have been sent.
  case intended
  /// DELE was answered with +OK; QUIT was not yet.
  case acknowledged
  /// DELE was answered and the answer to QUIT was lost: the next listing tells.
  case unknown
  /// Off the server: QUIT said so, or a whole listing does not show it.
  case gone

  /// The states of copies that are on the server, as far as is known.
  package static let onServer: Set<CopyState> = [.stored, .intended, .acknowledged, .unknown]
}

/// One copy of a message on the server, with what is needed of the message it is a copy of.
package struct CopyRow: Sendable, Equatable {
  package let id: Int64
  package let account: AccountID
  /// The first 80 bits of the hash of the unique-id, as the file name has them: 10 octets.
  package let tag: [UInt8]
  /// The unique-id, raw; nil: not seen since the index was rebuilt from the files; empty: the server has none.
  package let uid: [UInt8]?
  /// The size that LIST told; nil: never listed with one.
  package let listedOctets: Int64?
  /// The row id of the message.
  package let message: Int64
  /// The message's size in octets as it came over the wire.
  package let wireOctets: Int64
  package let headerHash: ContentHash
  package let contentHash: ContentHash
  /// The file's name up to the flags.
  package let base: String
  /// The Maildir++ folder, `.` for the account's own.
  package let folder: String
  /// When the message was committed here, in seconds since 1970 UTC.
  package let storedAt: Int64
  /// When the message arrived at the server, in seconds since 1970 UTC.
  package let arrived: Int64
  package let state: CopyState
  /// How often the server answered its deletion. A copy that comes back under its tag keeps the count.
  package let deleteTries: Int
  package let messageState: MessageState
}
