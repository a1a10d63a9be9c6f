import Synchronization

/// A file in tmp that is to become a message. Letting go of it removes it, unless it has got its name.
final class TemporaryFile: Sendable {
  let folder: OpenFolder
  let name: String
  private let isPlaced = Atomic(false)

  init(_ name: String, in folder: OpenFolder) {
    self.name = name
    self.folder = folder
  }

  /// The file has left tmp.
  func placed() { isPlaced.store(true, ordering: .relaxed) }

  // Best effort: what cannot be removed now is removed as stale when the Maildir is next opened for writing.
  deinit { if !isPlaced.load(ordering: .relaxed) { try? folder.remove(name) } }
}

/// Names for files in tmp, and how to tell that one is ours.
package struct TemporaryNames: Sendable {
  private static let prefix = "popkeep-"
  private let series = UInt64.random(in: 0 ... .max)

  package init() {}

  package func name(_ number: Int) -> String { "\(Self.prefix)\(String(series, radix: 16))-\(number)" }

  /// True for a name that some run of popkeep made, and for no name that another program would.
  static func areOurs(_ name: String) -> Bool {
    // The colon is what a probe of the file system adds, the others what SQLite keeps beside a copy of the index.
    let added = [":", "-journal", "-wal", "-shm"].first { name.hasSuffix($0) } ?? ""
    let parts = name.dropLast(added.count)
      .split(separator: "-", omittingEmptySubsequences: false)
    return name.hasPrefix(prefix) && parts.count == 3 && UInt64(parts[1], radix: 16) != nil
      && Int(parts[2]) != nil
  }
}
