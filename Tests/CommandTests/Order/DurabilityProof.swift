/// Shows of every deletion that what is deleted was safe before: its data, its name, its folder, its row.
struct DurabilityProof {
  let events: [DurabilityEvent]
  /// The archive's index, and how each message's file is told: by a part of its name.
  let index: String
  let marks: [Int: String]
  /// How the file system of the archive keeps what it is given.
  var ground = Ground.linux

  enum Ground {
    /// The index has a log, and `syncfs` reaches the disk.
    case linux
    /// A program keeps the files: the index has a rollback journal, and only what is flushed by itself is flushed.
    case program
  }

  /// The messages for which the trace has a DELE.
  var deletions: [(message: Int, event: DurabilityEvent)] {
    events.compactMap { event in
      if case .delete(let message) = event.kind { (message, event) } else { nil }
    }
  }

  /// What was not safe when its DELE was sent; empty where all was.
  func complaints() -> [String] {
    deletions.compactMap { message, deletion in
      complaint(message, deletion).map { "DELE \(message): \($0)" }
    }
  }

  private func complaint(_ message: Int, _ deletion: DurabilityEvent) -> String? {
    guard let naming = naming(of: message), case .rename(let temporary, let file) = naming.kind
    else { return "no file got its name" }
    guard naming.ended < deletion.begun else { return "its file got its name afterwards" }
    let writes = events.filter { if case .write(temporary, _) = $0.kind { true } else { false } }
    guard let lastWrite = writes.map(\.ended).max() else { return "nothing was written to its file" }
    guard writes.allSatisfy({ $0.ended < naming.begun }) else { return "its file was written to later" }
    let isData = hasEvent(after: lastWrite, before: naming.begun) { kind in
      kind == .flush(path: temporary) || kind == .flushFileSystem && ground == .linux
    }
    guard isData else { return "its data was not flushed before its name" }
    let folder = Self.parent(file)
    guard let flushed = first(after: naming.ended, where: { $0 == .flush(path: folder) }),
      flushed.ended < deletion.begun
    else { return "the folder of its name was not flushed" }
    guard isReachable(folder, at: deletion.begun) else { return "a folder above it was not flushed" }
    return isRecorded(file, after: flushed.ended, before: deletion.begun) ? nil : "its row was not flushed"
  }

  private func naming(of message: Int) -> DurabilityEvent? {
    guard let mark = marks[message] else { return nil }
    return events.first {
      if case .rename(_, let name) = $0.kind { name.contains(mark) } else { false }
    }
  }

  /// Every folder on the way that the trace has seen made was flushed into the one above it.
  private func isReachable(_ folder: String, at moment: Int) -> Bool {
    events.allSatisfy { event in
      guard case .makeFolder(let made) = event.kind, folder == made || folder.hasPrefix("\(made)/"),
        event.ended < moment
      else { return true }
      return hasEvent(after: event.ended, before: moment) { $0 == .flush(path: Self.parent(made)) }
    }
  }

  /// The row is in the index's log, or in the index where it has none, which was flushed; the name in a page of it tells that it is this one.
  private func isRecorded(_ file: String, after start: Int, before moment: Int) -> Bool {
    let base = file.split(separator: "/").last.map(String.init) ?? file
    let log =
      switch ground {
      case .linux: "\(index)-wal"
      case .program: index
      }
    let writes = events.filter { event in
      guard case .write(log, let data) = event.kind, event.begun > start else { return false }
      return data.contains(base.prefix { $0 != ":" })
    }
    return writes.contains { write in
      hasEvent(after: write.ended, before: moment) { $0 == .flush(path: log) }
    }
  }

  private func hasEvent(
    after start: Int, before end: Int, where isWanted: (DurabilityEvent.Kind) -> Bool
  ) -> Bool {
    events.contains { $0.begun > start && $0.ended < end && isWanted($0.kind) }
  }

  private func first(
    after start: Int, where isWanted: (DurabilityEvent.Kind) -> Bool
  ) -> DurabilityEvent? {
    events.first { $0.begun > start && isWanted($0.kind) }
  }

  private static func parent(_ path: String) -> String {
    path.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }
  }
}
