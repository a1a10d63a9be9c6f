/// How the data of a batch of files reaches the disk.
package enum FlushMethod: Sendable, Equatable {
  /// `fsync` for one file after the other: few files.
  case oneByOne
  /// One `syncfs`: waits for the disk once, and for all that any program has written to it.
  case fileSystem
  /// `fsync` for several files at a time: slower than `syncfs`, but it waits for these files alone, and it reaches
  /// the disk of every file system.
  case together

  /// What other programs may have left unwritten for `syncfs` to be worth its wait.
  package static let tolerance: Int64 = 256 << 20

  /// The method for a batch. Pure.
  ///
  /// - Parameters:
  ///   - octets: what the files hold.
  ///   - threshold: from how many files on they are not flushed one by one.
  ///   - unwritten: octets in memory that wait for a disk, whoever wrote them; nil: not known.
  ///   - flushesAtOnce: of the file system that they are on, as in `FileSystemTraits`.
  package init(files: Int, octets: Int64, threshold: Int, unwritten: Int64?, flushesAtOnce: Bool = true) {
    if files < max(1, threshold) {
      self = .oneByOne
    } else if !flushesAtOnce {
      self = .together
    } else {
      self = (unwritten ?? 0) - octets <= Self.tolerance ? .fileSystem : .together
    }
  }
}
