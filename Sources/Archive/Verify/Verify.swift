// Reading an archive takes no lock. What was found is noted in the index only afterwards, and only where nobody
// else writes: a verification never waits for a fetch, and a fetch hardly for it.

package import MailIndex
package import Maildir
package import SystemPackage

/// What of an archive is read, and by how many threads.
package struct VerifyOptions: Sendable {
  /// Nil: every message.
  package let sample: Sample?
  package let threads: Int
  /// True where all of it works with what other threads leave of processor and disk.
  let isGentle: Bool
  /// True once it is to end early, by throwing `VerifyStopped`.
  let isStopped: @Sendable () -> Bool

  package init(sample: Sample? = nil, threads: Int = 2) {
    self.init(sample: sample, threads: threads, isGentle: false, isStopped: { false })
  }

  init(sample: Sample?, threads: Int, isGentle: Bool, isStopped: @escaping @Sendable () -> Bool) {
    self.sample = sample
    self.threads = max(1, threads)
    self.isGentle = isGentle
    self.isStopped = isStopped
  }
}

extension Archive {
  /// Reads the message files and compares them with what was fetched, and the index with the files. Changes
  /// nothing.
  ///
  /// - Parameters:
  ///   - each: called with each finding as it is made, on this thread.
  ///   - progress: called now and then, on this thread.
  package func verify(
    _ options: VerifyOptions = VerifyOptions(), each: @escaping (Finding) throws -> Void,
    progress: @escaping (VerifyProgress) -> Void = { _ in }
  ) throws -> VerifySummary {
    try ArchiveFailure.explaining(root.string) {
      let verification = Verification(folder, index, options, each, progress)
      try verification.run()
      return verification.summary
    }
  }

  /// Verifies the archive at `root`, and does so without an index where that is broken: then the sizes that
  /// the files' names tell are all that they are held against.
  ///
  /// Which messages are damaged or missing, and which are found whole again, is noted in the index afterwards,
  /// if nobody else is writing; else `elsewhere` gets it. The next fetch brings such a message again where the server still has it.
  package static func verify(
    _ root: FilePath, _ options: VerifyOptions = VerifyOptions(), calls: FileCalls = .system,
    elsewhere: ([FileMark]) -> Void = { _ in }, each: @escaping (Finding) throws -> Void,
    progress: @escaping (VerifyProgress) -> Void = { _ in }
  ) throws -> VerifySummary {
    try ArchiveFailure.explaining(root.string) {
      let folder = try markedFolder(root, calls)
      _ = try readMarker(folder)
      let (index, failure) = try indexIfUsable(root)
      let verification = Verification(folder, index, options, each, progress)
      if let failure { try verification.note(Finding(.index, account: "", file: failure.detail)) }
      try verification.run()
      let marks = verification.marks
      try index?.close()
      note(marks, root, calls, elsewhere)
      return verification.summary
    }
  }

  private static func indexIfUsable(_ root: FilePath) throws -> (MailIndex?, IndexFailure?) {
    do throws(IndexFailure) {
      return (try MailIndex.open(at: root.appending(indexName).string, mode: .reading), nil)
    } catch {
      switch error.code {
      case .corrupt, .foreign, .cannotOpen, .io: return (nil, error)
      case .full, .locked, .newerVersion, .olderVersion, .readOnly, .unexpected: throw error
      }
    }
  }

  // That somebody is writing, or that nothing can be written, is no failure of a verification: what was found
  // has been told, and is found again the next time.
  private static func note(
    _ marks: [FileMark], _ root: FilePath, _ calls: FileCalls, _ elsewhere: ([FileMark]) -> Void
  ) {
    guard !marks.isEmpty else { return }
    do {
      try open(root, for: .writing, calls: calls).note(marks)
    } catch {
      if let failure = error as? ArchiveFailure, failure.isLocked { elsewhere(marks) }
    }
  }

  /// Notes what was found out about files: the next fetch brings what is damaged or missing.
  package func note(_ marks: [FileMark]) throws {
    try ArchiveFailure.explaining(root.string) { try index.mark(marks) }
  }
}
