// The index again from the files alone. The new one grows beside the old one, which stays in force until the
// new one is whole. Then the old one steps aside, its log with it (SQLite would apply that to whatever has
// the name), and the new one takes its name. Cut off between these, no index is there: the next run adopts
// the files.

import MailIndex
package import Maildir
package import SystemPackage

/// What a reindex came to.
package struct ReindexSummary: Sendable, Equatable {
  package var accounts = 0
  /// Messages that have a row now.
  package var messages = 0
  /// Files in the Maildirs that popkeep did not write; they are left alone.
  package var foreign = 0
  /// Files of popkeep that do not have the size that their name tells; they have no row.
  package var damaged = 0
}

extension Archive {
  private static let newIndexName = "index.sqlite.new"
  private static let oldIndexName = "index.sqlite.old"

  /// Makes the index of the archive at `root` anew from its message files, whatever became of the old one.
  ///
  /// Unique-ids are known by their tags afterwards, until a listing shows them again.
  /// - Parameter progress: called now and then with the number of messages so far.
  package static func reindex(
    _ root: FilePath, now: Int64, calls: FileCalls = .system, progress: (Int) -> Void = { _ in }
  ) throws -> ReindexSummary {
    try ArchiveFailure.explaining(root.string) {
      let folder = try markedFolder(root, calls)
      let marker = try readMarker(folder)
      let lock = try ArchiveLock(folder)
      try refuseObstacles(in: folder)
      let traits = try traits(of: folder, .writing)
      try removeLeftovers(in: folder)
      let index = try MailIndex.open(
        at: root.appending(newIndexName).string, mode: .writing, journal: traits.isFull ? .wal : .rollback)
      let archive = Archive(folder: folder, marker: marker, index: index, traits: traits, lock: lock)
      let summary = try archive.recordAllFiles(now: now, progress: progress)
      try archive.takeSeen(now: now)
      try index.close()
      try swapIndex(in: folder)
      return summary
    }
  }

  private func recordAllFiles(now: Int64, progress: (Int) -> Void) throws -> ReindexSummary {
    var summary = ReindexSummary()
    for name in try accountFolders() {
      guard let id = try index.account(named: name, create: true) else { continue }
      let maildir = try existingMaildir(of: name)
      let account = AccountArchive(self, name: name, id: id, maildir: maildir, options: AccountOptions())
      let recording = try account.recordAllFiles(now: now, &summary, progress: progress)
      summary.accounts += 1
      summary.messages += recording.count
      summary.damaged += recording.damaged
    }
    return summary
  }

  /// Takes over from the old index what other fetchers had fetched, which no file tells. Where that index is gone or cannot
  /// be read, it is fetched again, or the lists are imported once more.
  private func takeSeen(now: Int64) throws {
    guard try folder.status(Self.indexName) != nil else { return }
    let old: MailIndex
    let accounts: [(id: AccountID, name: String)]
    do {
      old = try MailIndex.open(at: root.appending(Self.indexName).string, mode: .reading)
      accounts = try old.accounts().map { ($0.id, $0.name) }
    } catch { return }
    for account in accounts {
      guard let id = try index.account(named: account.name, create: false) else { continue }
      do {
        try old.forEachSeen(account.id) { page in _ = try index.addSeen(page.map(\.tag), for: id, now: now) }
      } catch is IndexFailure { return }
    }
  }

  private static func swapIndex(in folder: OpenFolder) throws {
    if try folder.status(indexName) != nil { try folder.replace(oldIndexName, with: indexName) }
    for name in companions(of: indexName) { try folder.removeIfThere(name) }
    try folder.replace(indexName, with: newIndexName)
    try folder.flush()
    try folder.removeIfThere(oldIndexName)
  }

  /// Removes what a reindex that was cut off left; also the log of an index that is gone.
  static func removeLeftovers(in folder: OpenFolder) throws {
    for name in [newIndexName, oldIndexName] {
      for file in [name] + companions(of: name) { try folder.removeIfThere(file) }
    }
    guard try folder.status(indexName) == nil else { return }
    for name in companions(of: indexName) { try folder.removeIfThere(name) }
  }

  /// A folder that has the name of an index cannot be replaced by one: said before anything is moved.
  private static func refuseObstacles(in folder: OpenFolder) throws {
    for name in [indexName, newIndexName, oldIndexName] {
      for file in [name] + companions(of: name) where try folder.status(file)?.isFolder == true {
        throw FileFailure(.open, "\(folder.path.string)/\(file)", .isDirectory)
      }
    }
  }

  private static func companions(of name: String) -> [String] {
    ["-wal", "-shm", "-journal"].map { name + $0 }
  }
}

extension AccountArchive {
  fileprivate func recordAllFiles(
    now: Int64, _ summary: inout ReindexSummary, progress: (Int) -> Void
  ) throws -> FileRecording {
    var recording = FileRecording(account: self, now: now)
    let before = summary.messages
    try maildir.forEachFile { file in
      guard file.name != nil, try !maildir.isOdd(file) else { return summary.foreign += 1 }
      // A file that a reader moves meanwhile is listed twice.
      guard try knownCopy(of: file) == nil, try namedMessage(of: file) == nil else { return }
      let count = recording.count
      try recording.add(file)
      if recording.count != count { progress(before + recording.count) }
    }
    try recording.flush()
    progress(before + recording.count)
    return recording
  }
}
