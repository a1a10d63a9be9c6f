import Glibc
import TestServers

/// What a run works with.
struct Setting {
  /// Which flushes of popkeep flush nothing: the test must see what that does.
  enum Sabotage: String, CaseIterable {
    /// All of them, those of message files, those of folders.
    case all, data, names

    /// Where among these it shows: ext4 and xfs write names with whatever is flushed next, which is the index.
    func fileSystem(among all: [FileSystem]) -> FileSystem? {
      switch self {
      case .all, .data: all.first
      case .names: all.first { $0 == .btrfs }
      }
    }
  }

  let server: DovecotServer
  /// The popkeep that is tried.
  let program: String
  /// The daemon that is a disk.
  let disk: String
  /// The library that makes flushes flush nothing.
  let shim: String
  /// Where the images of failed cuts are kept.
  let keep: String
  var sabotage: Sabotage?
}
