/// Sees a file change: by what tells one state of it from another, once it stays as it is for a look.
package struct FileWatch {
  private var taken: String?
  private var seen: String?

  package init(_ version: String?) { (taken, seen) = (version, version) }

  /// True where the file is another than the last time that this was true. One that is just being written is left
  /// until the next look; one that was away is another when it is back, even where it is the same.
  package mutating func hasChanged(_ version: String?) -> Bool {
    defer { seen = version }
    if version == nil { taken = nil }
    guard let version, version != taken, version == seen else { return false }
    taken = version
    return true
  }
}
