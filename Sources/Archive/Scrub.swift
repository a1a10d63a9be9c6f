package import MailIndex
import Maildir
import SystemPackage

extension Archive {
  /// Reads one of `slices` parts of the archive, beside whoever fetches, with what others leave of processor and disk;
  /// notes what it found, so that the next fetch brings what is damaged or missing, and records that it was done.
  ///
  /// The parts follow one another from call to call, over restarts too.
  /// - Parameter each: called with each finding that means damage or loss, on this thread.
  /// - Returns: what is recorded; nil where `isStopped` ended it, and the part is read anew the next time.
  package func scrub(
    slices: Int, now: @Sendable () -> Int64, isStopped: @escaping @Sendable () -> Bool,
    each: @escaping (Finding) throws -> Void
  ) throws -> ScrubRow? {
    try ArchiveFailure.explaining(root.string) {
      let slice = ((try index.lastScrub()?.slice ?? -1) + 1) % max(1, slices)
      // A connection of its own: a question may take seconds, and those of a fetch do not wait for it.
      let reading = try MailIndex.open(at: root.appending(Self.indexName).string, mode: .reading)
      let options = VerifyOptions(
        sample: Sample(slice: slice, of: slices), threads: 1, isGentle: true, isStopped: isStopped)
      let verification = Verification(
        folder, reading, options, { if $0.isProblem { try each($0) } }, { _ in })
      do { try verification.run() } catch is VerifyStopped { return nil }
      try index.mark(verification.marks)
      let summary = verification.summary
      let row = ScrubRow(
        slice: slice, endedAt: now(), files: summary.files, octets: summary.octets,
        problems: summary.problems)
      try index.recordScrub(row)
      return row
    }
  }

  /// The last scrub that came to its end; nil: none yet.
  package func lastScrub() throws -> ScrubRow? {
    try ArchiveFailure.explaining(root.string) { try index.lastScrub() }
  }
}
