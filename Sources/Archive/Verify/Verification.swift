// Files are listed in portions of bounded size. The rows of a portion are looked up at once, by name; the crew's
// threads read and hash; one thread judges what they read. One bit a row notes which rows have had their file.
// What is left then has no file, or had one that moved during the listing: it is looked for by name.

import MailIndex
import Maildir
import SystemPackage

/// A verification was ended before its end.
struct VerifyStopped: Error {}

/// One pass over an archive, on one thread beside those that read.
final class Verification {
  /// Marks that are kept for the index; what is beyond is found again the next time.
  private static let markLimit = 100_000

  private let folder: OpenFolder
  private let options: VerifyOptions
  private let each: (Finding) throws -> Void
  private let progress: (VerifyProgress) -> Void
  private var crew: HashingCrew
  /// Nil where it cannot be asked, from the start or since it turned out so.
  var index: MailIndex?
  /// False: what the index does not show may be in it all the same.
  private var isSound = true
  private(set) var summary = VerifySummary()
  private var found: [Int64: FileMark] = [:]
  var accounts: [VerifiedAccount] = []
  /// Rows whose file was seen.
  var seen = Claims()
  /// Hashes of names that were seen twice: doubled files, or such as were moved meanwhile.
  var again: Set<Int> = []
  private var total: Int?
  /// A file without a row, or a row without a file, was found: the index may hide something.
  private(set) var hasStrangers = false

  init(
    _ folder: OpenFolder, _ index: MailIndex?, _ options: VerifyOptions,
    _ each: @escaping (Finding) throws -> Void, _ progress: @escaping (VerifyProgress) -> Void
  ) {
    self.folder = folder
    self.index = index
    self.options = options
    self.each = each
    self.progress = progress
    crew = HashingCrew(threads: options.threads, isGentle: options.isGentle)
  }

  /// What is to be noted in the index; nothing where the index itself is in doubt.
  var marks: [FileMark] { isSound && index != nil ? found.values.sorted { $0.id < $1.id } : [] }

  func run() throws {
    try checkIndex(thoroughly: false)
    total = try ask { try $0.messageCount() }
    let ids = Dictionary(
      try ask { try $0.accounts().map { ($0.name, $0.id) } } ?? [], uniquingKeysWith: { first, _ in first })
    let names = try accountFolders()
    for name in Set(names).union(ids.keys).sorted() {
      try open(VerifiedAccount(name, ids[name]), names.contains(name))
    }
    for number in accounts.indices { try readFiles(ofAccount: number) }
    while let read = crew.next() { try judge(read) }
    try lookForTheRest()
    try findDoubled()
    for account in accounts {
      for path in account.oddities.values.joined().sorted() { try note(.foreign, account.name, path) }
    }
    if hasStrangers { try checkIndex(thoroughly: true) }
  }

  private func accountFolders() throws -> [String] {
    var names: [String] = []
    try folder.folderIfThere("accounts")?.forEachName { name in
      guard Archive.isAccountName(name) else { return }
      do throws(FileFailure) {
        if try folder.status("accounts/\(name)/cur")?.isFolder == true { names.append(name) }
      } catch {
        // What may not be looked at is told when it is opened.
        names.append(name)
      }
    }
    return names
  }

  private func open(_ account: VerifiedAccount, _ hasFolder: Bool) throws {
    var account = account
    do throws(FileFailure) {
      if hasFolder { try account.open(in: folder) }
    } catch {
      account.isUnreadable = true
      try note(.unreadable, account.name, ".", error)
    }
    accounts.append(account)
  }

  private func checkIndex(thoroughly: Bool) throws {
    guard isSound else { return }
    for fault in try ask({ try $0.checkIntegrity(thoroughly: thoroughly) }) ?? [] {
      isSound = false
      try note(Finding(.index, account: "", file: fault))
    }
  }

  /// Asks the index, and does without it from the first time that it cannot answer.
  func ask<Answer>(_ question: (MailIndex) throws -> Answer) throws -> Answer? {
    guard let index else { return nil }
    do {
      return try question(index)
    } catch let failure as IndexFailure where [.corrupt, .io].contains(failure.code) {
      self.index = nil
      if isSound { try note(Finding(.index, account: "", file: failure.detail)) }
      isSound = false
      return nil
    }
  }

  /// Hands files to the crew, and judges what it has read meanwhile.
  func submit(_ files: [FileToRead], ofAccount number: Int, _ maildir: Maildir) throws {
    let portion = Portion(account: number, maildir: maildir, files: files)
    if let read = crew.submit(portion) { try judge(read) }
  }

  /// Ends it early where that is wished.
  func goOn() throws {
    if options.isStopped() { throw VerifyStopped() }
  }

  private func judge(_ read: PortionRead) throws {
    try goOn()
    for (file, outcome) in read.files {
      do {
        try judge(file, outcome, ofAccount: read.account)
      } catch let failure as FileFailure {
        try note(.unreadable, accounts[read.account].name, file.file.path, failure)
      }
    }
    progress(VerifyProgress(files: summary.present, octets: summary.octets, total: total))
  }

  /// A file that is there and is not read.
  func notePresent() { summary.present += 1 }

  func noteStranger() { hasStrangers = true }

  func noteRead(_ hash: FileHash) {
    summary.files += 1
    summary.octets += hash.wireOctets
  }

  /// True where the message is to be read: one that was not whole the last time is always.
  func isDrawn(_ base: String, _ state: MessageState?) -> Bool {
    guard let sample = options.sample, state == nil || state == .stored else { return true }
    return sample.contains(base)
  }

  var knowsAllRows: Bool { isSound && index != nil }

  func note(_ kind: Finding.Kind, _ account: String, _ file: String, _ failure: FileFailure? = nil) throws {
    try note(Finding(kind, account: account, file: file, reason: failure?.errno.description))
  }

  func note(_ finding: Finding) throws {
    summary.note(finding)
    try each(finding)
  }

  /// Remembers what became of a row. Of two files of one name the damaged one counts.
  func mark(_ row: FileRow, _ base: String, _ state: MessageState) {
    if state == .stored, found[row.id] != nil { return }
    if row.state == state, state != .stored { found[row.id] = nil }
    guard row.state != state, found.count < Self.markLimit else { return }
    found[row.id] = FileMark(id: row.id, base: base, state: state)
  }
}
