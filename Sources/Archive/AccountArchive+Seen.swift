// What another fetcher had fetched: its list of unique-ids says so, and nothing else. Such a message is not fetched
// again, and it is not archived either: no `ArchivedMessage` ever comes from here, so that nothing of it can be deleted
// on the server.

package import MailIndex
import Maildir

extension AccountArchive {
  /// Notes that what has these unique-ids was fetched by another program.
  ///
  /// - Returns: how many were not noted before.
  package func noteSeen(_ uids: [SeenUniqueID], now: Int64) throws -> Int {
    try explaining { try archive.index.addSeen(uids.map(\.tag), for: id, now: now) }
  }

  /// How many unique-ids are noted so.
  package func seenCount() throws -> Int { try explaining { try archive.index.seenCount(id) } }

  /// What is noted of these unique-ids, in their order; nil: nothing.
  package func seen(_ uids: [[UInt8]]) throws -> [SeenRow?] {
    try explaining {
      var rows = try archive.index.seen(id, tags: uids.map { SeenUniqueID($0, alteredByGetmail: false).tag })
      let slash = UInt8(ascii: "/")
      let altered = uids.indices.filter { rows[$0] == nil && uids[$0].contains(slash) }
      guard !altered.isEmpty else { return rows }
      let tags = altered.map { SeenUniqueID(uids[$0], alteredByGetmail: true).tag }
      for (index, row) in zip(altered, try archive.index.seen(id, tags: tags)) { rows[index] = row }
      return rows
    }
  }

  /// Keeps the sizes that these are listed with: another size under the same unique-id is other mail.
  package func keepSeenSizes(_ sizes: [(id: Int64, octets: Int64)]) throws {
    try explaining { try archive.index.keepSeenSizes(sizes) }
  }

  /// Forgets these: what has their unique-ids is new then.
  package func forgetSeen(_ ids: [Int64]) throws { try explaining { try archive.index.forgetSeen(ids) } }

  /// Forgets all of them: the next run fetches what the server still has of it.
  ///
  /// - Returns: how many there were.
  package func forgetAllSeen() throws -> Int { try explaining { try archive.index.forgetAllSeen(id) } }

  /// Forgets those that are not among `listed`, by their rows: the server has them no more, and may use their names again.
  package func forgetSeen(except listed: Claims) throws {
    try explaining {
      try archive.index.forEachSeen(id) { page in
        try archive.index.forgetSeen(page.map(\.id).filter { !listed.isClaimed($0) })
      }
    }
  }
}

/// A unique-id in the list of another fetcher.
package struct SeenUniqueID: Sendable {
  /// The first 80 bits of a hash, as for unique-ids of messages.
  let tag: [UInt8]

  /// - Parameter alteredByGetmail: getmail writes `-` for each `/`. Such a name stands for what it may have been, and is
  ///   noted beside the name as it is; no unique-id has its tag, since none has a line end in it.
  package init(_ bytes: [UInt8], alteredByGetmail: Bool = false) {
    guard alteredByGetmail else {
      tag = UniqueIDTag.tag(bytes).bytes
      return
    }
    let written = bytes.map { $0 == UInt8(ascii: "/") ? UInt8(ascii: "-") : $0 }
    tag = UniqueIDTag.tag(Array("\r\ngetmail\r\n".utf8) + written).bytes
  }
}
