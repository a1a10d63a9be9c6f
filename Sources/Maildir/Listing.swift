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
      try forEachEntry(in: folder, place) { file, _ in try body(file) }
    }
  }

  /// As above, for one place of a folder, with what the folder tells of each file.
  package func forEachEntry(
    in folder: String, _ place: StoredFile.Place, _ body: (StoredFile, FolderEntry) throws -> Void
  ) throws {
    let path = folder == "." ? place.rawValue : "\(folder)/\(place.rawValue)"
    try root.folderIfThere(path)?.forEachEntry { entry in
      // Hidden files are no messages. A dot is an octet here, whatever accent follows it.
      guard !entry.name.utf8.starts(with: ".".utf8) else { return }
      try body(StoredFile(listed: entry.name, folder: folder, place: place), entry)
    }
  }

  /// Returns when every file that is in the Maildir now, whoever put it there, is on the disk with its name, where
  /// that can be had at once (`FileSystemTraits.flushesAtOnce`).
  public func flush() throws(FileFailure) { try temporaries.flushFileSystem() }

  /// Returns when this one file is on the disk with its name.
  public func flush(_ file: StoredFile) throws(FileFailure) {
    try openFile(file).flush()
    try root.folder(file.placeFolder).flush()
  }
}
