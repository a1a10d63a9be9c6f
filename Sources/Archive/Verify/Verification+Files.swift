import MailIndex
import Maildir

/// The first pass: every file that is there.
extension Verification {
  /// Files that are listed before the first of them is read: enough to read them in the order in which they
  /// lie on the disk, and to look their rows up near each other.
  private static let listedAtOnce = 4096
  /// What one thread reads at a time: many small files, or one large one.
  private static let portion = (files: 64, octets: Int64(2 << 20))

  private struct Listed {
    let file: StoredFile
    let name: MessageName
    let number: UInt64
  }

  func readFiles(ofAccount number: Int) throws {
    guard let maildir = accounts[number].maildir else { return }
    for folder in try folders(of: maildir, ofAccount: number) {
      accounts[number].folders.insert(folder)
      for place in [StoredFile.Place.new, .cur] {
        var listed: [Listed] = []
        let failure = try listing {
          try maildir.forEachEntry(in: folder, place) { file, entry in
            guard let name = file.name else { return try note(.foreign, accounts[number].name, file.path) }
            if entry.isOdd { return noteOddity(file, ofAccount: number) }
            listed.append(Listed(file: file, name: name, number: entry.number))
            if listed.count == Self.listedAtOnce { try read(&listed, number, maildir) }
          }
        }
        if let failure { try noteUnreadable(folder, place, failure, ofAccount: number) }
        try read(&listed, number, maildir)
      }
    }
  }

  private func folders(of maildir: Maildir, ofAccount number: Int) throws -> [String] {
    var folders = ["."]
    if let failure = try listing({ folders = try maildir.folders() }) {
      try note(.unreadable, accounts[number].name, ".", failure)
    }
    return folders
  }

  /// Nil where `body` lists to the end; else why it cannot.
  private func listing(_ body: () throws -> Void) throws -> FileFailure? {
    do {
      try body()
      return nil
    } catch let failure as FileFailure {
      return failure
    }
  }

  private func noteUnreadable(
    _ folder: String, _ place: StoredFile.Place, _ failure: FileFailure, ofAccount number: Int
  ) throws {
    accounts[number].unreadable.insert(folder)
    let path = folder == "." ? place.rawValue : "\(folder)/\(place.rawValue)"
    try note(.unreadable, accounts[number].name, path, failure)
  }

  func noteOddity(_ file: StoredFile, ofAccount number: Int) {
    accounts[number].oddities[VerifiedAccount.place(file.base, file.folder), default: []].append(file.path)
  }

  /// Looks up the rows of what was listed and has it read, in the order of the disk; empties `listed`.
  private func read(_ listed: inout [Listed], _ number: Int, _ maildir: Maildir) throws {
    try goOn()
    defer { listed.removeAll(keepingCapacity: true) }
    listed.sort { $0.name.arrival < $1.name.arrival }
    let rows = try rows(of: listed, ofAccount: number)
    var toRead: [(number: UInt64, file: FileToRead)] = []
    for (listed, row) in zip(listed, rows) {
      if isDrawn(listed.file.base, row?.state) || row == nil && knowsAllRows {
        toRead.append((listed.number, FileToRead(file: listed.file, name: listed.name, row: row)))
      } else {
        notePresent()
        if let row { claim(row, listed.file, ofAccount: number) }
      }
    }
    toRead.sort { $0.number < $1.number }
    try submit(toRead.map(\.file), number, maildir)
  }

  private func rows(of listed: [Listed], ofAccount number: Int) throws -> [FileRow?] {
    let names = listed.map { (arrived: $0.name.arrival, base: $0.file.base) }
    guard let id = accounts[number].id, let rows = try ask({ try $0.fileRows(id, names) }) else {
      return listed.map { _ in nil }
    }
    return rows
  }

  private func submit(_ files: [FileToRead], _ number: Int, _ maildir: Maildir) throws {
    var portion: [FileToRead] = []
    var octets: Int64 = 0
    for file in files {
      portion.append(file)
      octets += min(file.name.size, Self.portion.octets)
      if portion.count < Self.portion.files, octets < Self.portion.octets { continue }
      try submit(portion, ofAccount: number, maildir)
      (portion, octets) = ([], 0)
    }
    if !portion.isEmpty { try submit(portion, ofAccount: number, maildir) }
  }

  func claim(_ row: FileRow, _ file: StoredFile, ofAccount number: Int) {
    if !seen.claim(row.id) { again.insert(Self.key(file.base, number)) }
  }

  private static func key(_ base: String, _ number: Int) -> Int {
    var hasher = Hasher()
    hasher.combine(number)
    hasher.combine(base)
    return hasher.finalize()
  }

  /// Two files of one name at once, and not one that was moved while it was listed.
  func findDoubled() throws {
    guard !again.isEmpty else { return }
    for number in accounts.indices {
      guard let maildir = accounts[number].maildir else { continue }
      var first: [String: StoredFile] = [:]
      // What cannot be listed has been told.
      _ = try listing {
        try maildir.forEachFile { file in
          guard again.contains(Self.key(file.base, number)) else { return }
          guard let other = first[file.base] else { return first[file.base] = file }
          let bothAreThere = try [other, file].allSatisfy { try maildir.status(of: $0)?.isRegular == true }
          if bothAreThere { try note(.doubled, accounts[number].name, file.path) }
        }
      }
    }
  }
}
