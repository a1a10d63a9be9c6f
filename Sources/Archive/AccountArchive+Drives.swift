import MailIndex

/// How many copies there are of archived messages, here and on drives.
extension AccountArchive {
  /// Messages that are asked about at once.
  private static let chunk = 1_000

  /// A number that is another one whenever there may be more copies of a message than before.
  package func copyMark() throws -> Int64 { try explaining { try archive.index.driveMark() } }

  /// Records that `messages` are to be deleted on the server, each only where there are so many copies of it then, the one
  /// here among them. No drive can be found damaged between the look and the record.
  ///
  /// - Returns: the server copies of which it is recorded.
  package func intend(_ messages: [ArchivedMessage], copies: Int, now: Int64) throws -> Set<Int64> {
    try explaining { try archive.index.intend(messages.map(\.copyID), drives: max(0, copies - 1), now: now) }
  }

  /// The whole copies of each of `messages`, in their order: the one here, and those that are durable on drives and were
  /// read back.
  package func copyCounts(of messages: [ArchivedMessage]) throws -> [Int] {
    try explaining {
      var counts: [Int] = []
      counts.reserveCapacity(messages.count)
      while counts.count < messages.count {
        let part = messages[counts.count...].prefix(Self.chunk)
        counts += try archive.index.copiesOnDrives(of: part.map(\.messageID)).map { 1 + $0 }
      }
      return counts
    }
  }
}
