/// Maildir++ folders: `.2026` below the Maildir holds the messages of that year.
extension Maildir {
  /// The folder of a place of messages, made where it is missing and on the disk then.
  func place(_ place: StoredFile.Place, of folder: String) throws(FileFailure) -> OpenFolder {
    let path = folder == "." ? place.rawValue : "\(folder)/\(place.rawValue)"
    do throws(FileFailure) {
      return try root.folder(path)
    } catch  where error.isAbsence && folder != "." {
      try makeFolder(folder)
      return try root.folder(path)
    }
  }

  private func makeFolder(_ name: String) throws(FileFailure) {
    try root.makeFolder(name)
    let folder = try root.folder(name)
    try Maildir.makePlaces(in: folder)
    // Maildir++ knows a folder by this file.
    do throws(FileFailure) {
      _ = try folder.create("maildirfolder")
    } catch  where error.isPresence {}
    try folder.flush()
    try root.flush()
  }

  /// The Maildir itself (`.`) and its Maildir++ folders, those of other programs among them, sorted.
  public func folders() throws -> [String] {
    var names: [String] = []
    try root.forEachName { name in
      if name.utf8.first == UInt8(ascii: "."), try root.status("\(name)/cur")?.isFolder == true {
        names.append(name)
      }
    }
    return ["."] + names.sorted()
  }
}
