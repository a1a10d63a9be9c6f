extension Maildir {
  /// Calls `body` with every message file of the Maildir and its folders, one at a time.
  ///
  /// New is read before cur: a file that a reader moves meanwhile may be shown twice, but is not missed. A
  /// file whose flags change during the listing may be missed or shown twice: look for it with a
  /// `FileLocator` then.
  public func forEachFile(_ body: (StoredFile) throws -> Void) throws {
    for folder in try folders() { try forEachFile(in: folder, body) }
  }

  /// As above, for one folder (`.` or `.2026`).
  public func forEachFile(in folder: String, _ body: (StoredFile) throws -> Void) throws {
    for place in [StoredFile.Place.new, .cur] {
      let path = folder == "." ? place.rawValue : "\(folder)/\(place.rawValue)"
      try root.folderIfThere(path)?.forEachName { name in
        // Hidden files are no messages.
        if !name.hasPrefix(".") { try body(StoredFile(listed: name, folder: folder, place: place)) }
      }
    }
  }

  /// Returns when every file that is in the Maildir now, whoever put it there, is on the disk with its name.
  public func flush() throws(FileFailure) { try temporaries.flushFileSystem() }
}
