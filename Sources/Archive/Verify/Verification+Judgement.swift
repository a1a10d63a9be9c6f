import MailIndex
import Maildir
import SystemPackage

/// What a file that was read is worth, and what a row is worth that no file was seen for.
extension Verification {
  func judge(
    _ file: FileToRead, _ outcome: Result<FileHash, FileFailure>, ofAccount number: Int
  ) throws {
    switch outcome {
    case .success(let hash):
      notePresent()
      noteRead(hash)
      guard let row = try file.row ?? row(of: file, hash, ofAccount: number) else {
        return try judgeStranger(file, hash, ofAccount: number)
      }
      try judge(file.file, hash, row, ofAccount: number)
      claim(row, file.file, ofAccount: number)
    case .failure(let failure) where failure.errno == .noSuchFileOrDirectory:
      // Moved since it was listed: it is listed again, or looked for at the end.
      if try accounts[number].maildir?.isOdd(file.file) == true { noteOddity(file.file, ofAccount: number) }
    case .failure(let failure):
      notePresent()
      try note(.unreadable, accounts[number].name, file.file.path, failure)
      if let row = file.row { claim(row, file.file, ofAccount: number) }
    }
  }

  /// A file of popkeep's naming that no row has.
  private func judgeStranger(_ file: FileToRead, _ hash: FileHash, ofAccount number: Int) throws {
    if !hash.agreesWithName {
      try note(.damaged, accounts[number].name, file.file.path)
    } else if knowsAllRows {
      noteStranger()
      try note(.unindexed, accounts[number].name, file.file.path)
    }
  }

  private func judge(_ file: StoredFile, _ hash: FileHash, _ row: FileRow, ofAccount number: Int) throws {
    if hash.content == row.contentHash { return mark(row, file.base, .stored) }
    mark(row, file.base, .damaged)
    let isReplaced = try hasWholeTwin(row, ofAccount: number)
    try note(isReplaced ? .replaced : .damaged, accounts[number].name, file.path)
  }

  /// The row of a file that was not found by its name's arrival: by the tag in the name, unless the server has
  /// renumbered the message since; then by its content.
  private func row(of file: FileToRead, _ hash: FileHash, ofAccount number: Int) throws -> FileRow? {
    guard let id = accounts[number].id, let maildir = accounts[number].maildir else { return nil }
    let copies = try ask { try $0.copies(id, tag: file.name.tag.bytes) } ?? []
    if let copy = copies.first(where: { $0.base == file.file.base }) {
      return FileRow(id: copy.message, state: copy.messageState, contentHash: copy.contentHash)
    }
    guard let reading = try FileReading(file.file, in: maildir, keepingHeader: false) else { return nil }
    let rows = try ask {
      try $0.messages(id, contentHash: hash.content, headerHash: reading.headerHash.column)
    }
    return rows?.first { $0.message.base == file.file.base }.map(FileRow.init)
  }

  /// True where the account has the message's octets in another file: it was fetched again.
  private func hasWholeTwin(_ row: FileRow, ofAccount number: Int) throws -> Bool {
    guard let id = accounts[number].id, let maildir = accounts[number].maildir,
      let message = try ask({ try $0.message(row.id) })??.message
    else { return false }
    let rows = try ask {
      try $0.messages(id, contentHash: message.contentHash, headerHash: message.headerHash)
    }
    for twin in rows ?? [] where twin.id != row.id && twin.state == .stored {
      guard let file = try accounts[number].locate(twin.message.base, in: twin.message.folder),
        let reading = try FileReading(file, in: maildir, keepingHeader: false)
      else { continue }
      if reading.contentHash == message.contentHash { return true }
    }
    return false
  }

  /// Looks for the files of rows that none was seen for.
  func lookForTheRest() throws {
    let numbers = Dictionary(
      accounts.enumerated().compactMap { number, account in account.id.map { ($0, number) } },
      uniquingKeysWith: { first, _ in first })
    var reader = HashingReader()
    _ = try ask { index in
      try index.forEachFile { recorded in
        guard !seen.isClaimed(recorded.row.id), let number = numbers[recorded.account] else { return }
        try goOn()
        try look(for: recorded, ofAccount: number, &reader)
      }
    }
  }

  private func look(
    for recorded: RecordedFile, ofAccount number: Int, _ reader: inout HashingReader
  ) throws {
    do {
      // A reader of the Maildir may move the file between the look and the opening: then look again.
      for _ in 0..<8 {
        guard let maildir = accounts[number].maildir,
          let file = try accounts[number].locate(recorded.base, in: recorded.folder), let name = file.name
        else { break }
        guard isDrawn(recorded.base, recorded.row.state) else { return notePresent() }
        let outcome = reader.read(FileToRead(file: file, name: name, row: recorded.row), in: maildir)
        guard let hash = try found(outcome) else { continue }
        notePresent()
        noteRead(hash)
        return try judge(file, hash, recorded.row, ofAccount: number)
      }
      try noteMissing(recorded, ofAccount: number)
    } catch let failure as FileFailure {
      // Where a whole folder cannot be read, that was told once.
      guard !accounts[number].unreadable.contains(recorded.folder) else { return }
      let place = VerifiedAccount.place(recorded.base, recorded.folder)
      try note(.unreadable, accounts[number].name, place, failure)
    }
  }

  /// Nil where the file is there no more.
  private func found(_ outcome: Result<FileHash, FileFailure>) throws(FileFailure) -> FileHash? {
    do throws(FileFailure) {
      return try outcome.get()
    } catch  where error.errno == .noSuchFileOrDirectory {
      return nil
    }
  }

  private func noteMissing(_ recorded: RecordedFile, ofAccount number: Int) throws {
    let account = accounts[number]
    // Nothing is known of what is in a folder that cannot be read.
    guard !account.isUnreadable, !account.unreadable.contains(recorded.folder) else { return }
    let place = VerifiedAccount.place(recorded.base, recorded.folder)
    _ = accounts[number].oddities[place]?.popLast()
    // Where a whole folder is gone, a disk may not be mounted: its mail is not to be fetched all over again.
    if account.folders.contains(recorded.folder) { mark(recorded.row, recorded.base, .missing) }
    // A damaged file that was removed after its message had been fetched again is no loss.
    if try hasWholeTwin(recorded.row, ofAccount: number) { return }
    noteStranger()
    try note(.missing, account.name, place)
  }
}

extension FileRow {
  fileprivate init(_ row: MessageRow) {
    self.init(id: row.id, state: row.state, contentHash: row.message.contentHash)
  }
}
