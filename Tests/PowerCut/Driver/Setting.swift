import Glibc
import TestServers

/// What a run works with.
struct Setting {
  /// Which flushes of popkeep flush nothing: the test must see what that does.
  enum Sabotage: String, CaseIterable {
    case all, data
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
