// Every file is read once and compared with its row, found by the name; one bit a row notes which rows have
// had their file. What is left then has no file, or had one that moved during the listing: it is looked for
// by name.

import MailIndex
import Maildir
import SystemPackage

extension Archive {
  /// Reads every message file and compares it with what was fetched, and the index with the files. Changes
  /// nothing.
  ///
  /// - Parameters:
  ///   - each: called with each finding as it is made.
  ///   - progress: called with the number of files read so far.
  package func verify(
    each: (Finding) throws -> Void, progress: (Int) -> Void = { _ in }
  ) throws -> VerifySummary {
    try ArchiveFailure.explaining(root.string) {
      var summary = VerifySummary()
      for fault in try index.checkIntegrity() {
        try summary.note(Finding(.index, account: "", file: fault), each)
      }
      let rows = Dictionary(
        try index.accounts().map { ($0.name, $0.id) }, uniquingKeysWith: { first, _ in first })
      let folders = try accountFolders()
      for name in Set(folders).union(rows.keys).sorted() {
        guard folders.contains(name) else {
          try noteAllMissing(rows[name], name, &summary, each)
          continue
        }
        let account = AccountArchive(
          self, name: name, id: rows[name] ?? AccountID(-1), maildir: try existingMaildir(of: name),
          options: AccountOptions())
        var verification = AccountVerification(account, summary: summary)
        try verification.readFiles(each, progress)
        try verification.lookForTheRest(each)
        summary = verification.summary
      }
      return summary
    }
  }

  private func noteAllMissing(
    _ id: AccountID?, _ name: String, _ summary: inout VerifySummary, _ each: (Finding) throws -> Void
  ) throws {
    guard let id else { return }
    try index.forEachMessage(id) { row in
      try summary.note(Finding(.missing, account: name, file: row.message.base), each)
    }
  }
}

extension VerifySummary {
  mutating func note(_ finding: Finding, _ each: (Finding) throws -> Void) throws {
    findings += 1
    if finding.isProblem { problems += 1 }
    try each(finding)
  }
}

/// The verification of one account.
private struct AccountVerification {
  private let account: AccountArchive
  private(set) var summary: VerifySummary
  /// Rows whose file was read.
  private var seen = Claims()
  /// Links, pipes, folders and the like under names of messages, as `place` of the name to paths: each may
  /// stand where a message is missing.
  private var oddities: [String: [String]] = [:]

  init(_ account: AccountArchive, summary: VerifySummary) {
    self.account = account
    self.summary = summary
  }

  mutating func readFiles(_ each: (Finding) throws -> Void, _ progress: (Int) -> Void) throws {
    var verification = self
    try account.maildir.forEachFile { file in
      try verification.read(file, each)
      progress(verification.summary.files)
    }
    self = verification
  }

  private mutating func read(_ file: StoredFile, _ each: (Finding) throws -> Void) throws {
    guard let name = file.name else { return try note(.foreign, file.path, each) }
    guard let reading = try read(file) else {
      // Moved since it was listed: it is listed again, or looked for at the end.
      if try account.maildir.isOdd(file) {
        oddities[Self.place(file.base, file.folder), default: []].append(file.path)
      }
      return
    }
    let copy = try account.knownCopy(of: file)
    guard let row = try copy?.message ?? account.knownMessage(of: file, reading) else {
      return try note(reading.agrees(with: name) ? .unindexed : .damaged, file.path, each)
    }
    if let copy, copy.contentHash != reading.contentHash { try note(.damaged, file.path, each) }
    if !seen.claim(row), try isDoubled(file) { try note(.doubled, file.path, each) }
  }

  /// Two files of one name, and not one that was moved while it was read.
  private func isDoubled(_ file: StoredFile) throws -> Bool {
    var count = 0
    try account.maildir.forEachFile(in: file.folder) { other in
      if other.base == file.base, try account.maildir.status(of: other)?.isRegular == true { count += 1 }
    }
    return count > 1
  }

  private mutating func read(_ file: StoredFile) throws -> FileReading? {
    guard let reading = try FileReading(file, in: account.maildir, keepingHeader: false) else { return nil }
    summary.files += 1
    summary.octets += reading.wireOctets
    return reading
  }

  mutating func lookForTheRest(_ each: (Finding) throws -> Void) throws {
    var verification = self
    try account.archive.index.forEachMessage(account.id) { row in
      if !verification.seen.isClaimed(row.id) { try verification.look(for: row, each) }
    }
    self = verification
    for path in oddities.values.joined().sorted() { try note(.foreign, path, each) }
  }

  private mutating func look(for row: MessageRow, _ each: (Finding) throws -> Void) throws {
    let message = row.message
    guard let file = try account.locate(message.base, in: message.folder), let reading = try read(file) else {
      let place = Self.place(message.base, message.folder)
      _ = oddities[place]?.popLast()
      return try note(.missing, place, each)
    }
    if reading.contentHash != message.contentHash { try note(.damaged, file.path, each) }
  }

  /// The path of a message but for what readers change.
  private static func place(_ base: String, _ folder: String) -> String {
    folder == "." ? base : "\(folder)/\(base)"
  }

  private mutating func note(_ kind: Finding.Kind, _ file: String, _ each: (Finding) throws -> Void) throws {
    try summary.note(Finding(kind, account: account.name, file: file), each)
  }
}
