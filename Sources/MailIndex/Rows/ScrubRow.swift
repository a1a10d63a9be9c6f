/// The last part of the archive that was scrubbed. Times are in seconds since 1970 UTC.
package struct ScrubRow: Sendable, Equatable {
  /// Which part it was.
  package var slice: Int
  package var endedAt: Int64
  /// Files read, and their octets in wire form.
  package var files: Int
  package var octets: Int64
  /// Findings that mean damage or loss.
  package var problems: Int

  package init(slice: Int, endedAt: Int64, files: Int = 0, octets: Int64 = 0, problems: Int = 0) {
    self.slice = slice
    self.endedAt = endedAt
    self.files = files
    self.octets = octets
    self.problems = problems
  }
}
