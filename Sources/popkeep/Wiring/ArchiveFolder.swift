import Archive
import Daemon
import Fetching
import Settings
import SystemPackage

/// Opens and makes archives by path.
enum ArchiveFolder {
  static func open(_ path: String, for access: Archive.Access) throws -> Archive {
    try Archive.open(FilePath(path), for: access)
  }

  /// Verifies the archive at `path`, by as many threads as there are processors, within reason.
  static func verify(
    _ path: String, sample: Sample?, each: @escaping (Finding) throws -> Void,
    progress: @escaping (VerifyProgress) -> Void = { _ in }
  ) throws -> VerifySummary {
    let options = VerifyOptions(sample: sample, threads: min(Environment.processors, 4))
    return try Archive.verify(
      FilePath(path), options,
      elsewhere: { marks in
        // Where a daemon works on the archive it notes them; where none can be asked they are found again.
        guard var daemon = RunningDaemon.reach(Configuration(archive: path, accounts: [])) else { return }
        do { try daemon.note(marks) } catch { return }
      }, each: each, progress: progress)
  }

  /// Makes the index of the archive at `path` again from its files.
  static func reindex(_ path: String, now: Int64) throws -> ReindexSummary {
    try Archive.reindex(FilePath(path), now: now)
  }

  /// Ends the command where there is no archive; the hint says how to get one.
  static func require(_ path: String, or remedy: String) throws {
    guard !Archive.isArchive(FilePath(path)) else { return }
    throw Failure(
      .configuration, "There is no archive at \(path).",
      hint: "If it is on a drive, attach and mount it; \(remedy).")
  }

  /// Makes an archive, and its index, so that it can be read before the first fetch.
  static func create(_ path: String) throws {
    try Archive.create(at: FilePath(path), id: Environment.randomHex(bytes: 16))
    _ = try open(path, for: .writing)
  }

  /// Makes the archive unless there is one at `path`; true where it was made.
  @discardableResult
  static func createUnlessPresent(_ path: String) throws -> Bool {
    if Archive.isArchive(FilePath(path)) { return false }
    try create(path)
    return true
  }
}
