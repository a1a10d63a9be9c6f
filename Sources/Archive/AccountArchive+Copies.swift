package import MailIndex
import Maildir

/// What an account knows of its copies on the server.
extension AccountArchive {

  package func memory() throws -> MailboxMemory? { try explaining { try archive.index.memory(id) } }

  package func remember(_ memory: MailboxMemory) throws {
    try explaining { try archive.index.remember(memory, for: id) }
  }

  /// The archived messages that were fetched under this unique-id, those that left the server among them.
  package func copies(uid: [UInt8]) throws -> [ArchivedMessage] {
    try explaining {
      try archive.index.copies(id, tag: UniqueIDTag.tag(uid).bytes)
        .filter { $0.uid == nil || $0.uid == uid }.compactMap(ArchivedMessage.init)
    }
  }

  /// The same for the first of `uids`, in their order: for one at least.
  package func copies(uids: ArraySlice<[UInt8]>) throws -> [[ArchivedMessage]] {
    try explaining {
      let tags = uids.map { UniqueIDTag.tag($0).bytes }
      let rows = try archive.index.copies(id, tags: tags[...])
      return zip(uids, rows).map { uid, rows in
        rows.filter { $0.uid == nil || $0.uid == uid }.compactMap(ArchivedMessage.init)
      }
    }
  }

  /// The archived messages of this account that have this header.
  package func copies(headerHash: HeaderHash) throws -> [ArchivedMessage] {
    try explaining {
      try archive.index.copies(id, headerHash: headerHash.column).compactMap(ArchivedMessage.init)
    }
  }

  /// How many copies have not left the server as far as is known.
  package func openCopyCount() throws -> Int {
    try explaining { try archive.index.copyCount(id, states: CopyState.onServer) }
  }

  /// Every copy that has not left the server, one at a time.
  package func forEachCopy(_ body: (ArchivedMessage) throws -> Void) throws {
    try explaining {
      try archive.index.forEachCopy(id, states: CopyState.onServer) { row in
        if let copy = ArchivedMessage(row) { try body(copy) }
      }
    }
  }

  /// Records what a listing showed of copies that were known under another unique-id or size.
  package func bind(_ rebindings: [Rebinding], now: Int64) throws {
    guard !rebindings.isEmpty else { return }
    try explaining {
      try archive.index.bind(
        rebindings.map { rebinding in
          Binding(
            copy: rebinding.copy.copyID,
            tag: UniqueIDTag.tag(
              of: rebinding.uid, rebinding.copy.headerHash, octets: rebinding.copy.wireOctets
            ).bytes,
            uid: rebinding.uid, listedOctets: rebinding.listedOctets)
        }, now: now)
    }
  }

  /// Moves copies on their way off the server, or back.
  ///
  /// - Parameter isTry: the server has answered a deletion: it counts against a server that ignores them.
  package func mark(
    _ messages: [ArchivedMessage], _ state: CopyState, isTry: Bool = false, now: Int64
  ) throws {
    guard !messages.isEmpty else { return }
    try explaining { try archive.index.mark(messages.map(\.copyID), state, isTry: isTry, now: now) }
  }

  /// Forgets that these copies were fetched: they are fetched again, and their content decides.
  package func forget(_ copies: [Int64]) throws {
    guard !copies.isEmpty else { return }
    try explaining { try archive.index.forget(copies: copies) }
  }

  /// Records that these copies are on the server no more.
  package func markGone(_ copies: [Int64], now: Int64) throws {
    guard !copies.isEmpty else { return }
    try explaining { try archive.index.mark(copies, .gone, now: now) }
  }

  /// The files that the user has marked as trashed (the flag T).
  package func trashed() throws -> TrashedFiles {
    try explaining {
      var files = TrashedFiles()
      try maildir.forEachFile { file in
        if file.isTrashed, try !maildir.isOdd(file) { files.names.insert("\(file.folder)/\(file.base)") }
      }
      return files
    }
  }

  /// Notes that a message could not be fetched: it is tried again after an hour, then two, four, up to a day.
  package func setAside(uid: [UInt8], listedOctets: Int64?, reason: String, now: Int64) throws {
    try explaining {
      let before = try archive.index.setAside(id, uid: uid)
      let attempts = (before?.attempts ?? 0) + 1
      let pause = min(86_400, Int64(3_600) << Int64(min(attempts - 1, 8)))
      try archive.index.setAside(
        SetAsideRow(
          uid: uid, listedOctets: listedOctets, reason: reason, attempts: attempts,
          firstAt: before?.firstAt ?? now, retryAt: now + pause), for: id)
    }
  }

  /// Messages that could not be fetched, and when each is tried again.
  package func setAsides() throws -> [SetAsideRow] { try explaining { try archive.index.setAsides(id) } }

  /// Forgets that these messages could not be fetched: they were, or they are not on the server any more.
  package func clearSetAsides(_ uids: [[UInt8]]) throws {
    guard !uids.isEmpty else { return }
    try explaining { try archive.index.clearSetAside(uids, for: id) }
  }

  /// Ends a run: what is in the Maildir is in the index.
  package func finishRun() throws {
    try explaining { try delivery.end { try archive.index.setDelivering(id, false) } }
  }
}

/// Files with the flag T, by folder and base. A file that is missing is not among them.
package struct TrashedFiles: Sendable {
  fileprivate var names: Set<String> = []

  package init() {}

  package var isEmpty: Bool { names.isEmpty }

  package func contains(_ message: ArchivedMessage) -> Bool {
    names.contains("\(message.folder)/\(message.base)")
  }
}
