import Archive
import MailIndex
import Maildir
import SystemPackage
import TestFiles
import Testing

/// A message as a server offers it.
struct Offered: Sendable, Equatable {
  var uid: String
  var wire: [UInt8]

  init(_ uid: String, _ wire: String) {
    self.uid = uid
    self.wire = Array(wire.utf8)
  }

  init(_ uid: String, bytes: [UInt8]) {
    self.uid = uid
    wire = bytes
  }

  /// A small message with a number in it, arrived at a fixed time.
  static func numbered(_ number: Int, uid: String? = nil) -> Offered {
    Offered(
      uid ?? "uid-\(number)",
      """
      Received: from a by b; Thu, 23 Nov 2023 10:00:00 +0000\r
      From: Ann <ann@example.org>\r
      To: Bob <bob@example.org>\r
      Subject: message \(number)\r
      Message-ID: <\(number)@example.org>\r
      \r
      text \(number)\r

      """)
  }
}

/// An archive in a folder of its own, and what a sync does with it.
struct ArchiveFixture {
  static let now: Int64 = 1_800_000_000
  static let id = String(repeating: "0123456789abcdef", count: 2)

  let folder: TemporaryFolder
  var path: String { folder("archive") }
  var root: FilePath { FilePath(path) }

  init() throws {
    folder = try TemporaryFolder()
    try Archive.create(at: FilePath(folder("archive")), id: Self.id)
  }

  func open(_ access: Archive.Access = .writing, calls: FileCalls = .system) throws -> Archive {
    try Archive.open(root, for: access, calls: calls)
  }

  /// Opens the archive for the time of `body`, as a run does.
  func withAccount<Result>(
    options: AccountOptions = AccountOptions(), calls: FileCalls = .system,
    _ body: (AccountArchive) throws -> Result
  ) throws -> Result {
    let archive = try open(calls: calls)
    return try body(try archive.account("home", options: options, now: Self.now))
  }

  /// What a sync does: fetches what no copy is known of, commits it in batches, ends the run.
  @discardableResult
  func sync(
    _ mailbox: [Offered], batch size: Int = 100, options: AccountOptions = AccountOptions(),
    calls: FileCalls = .system
  ) throws -> [Committed] {
    try withAccount(options: options, calls: calls) { account in
      var claims = Claims()
      var new: [Offered] = []
      for message in mailbox {
        let copies = try account.copies(uid: Array(message.uid.utf8))
        if let copy = copies.first(where: { !claims.isClaimed($0.messageID) }) {
          claims.claim(copy.messageID)
        } else {
          new.append(message)
        }
      }
      var committed: [Committed] = []
      for start in stride(from: 0, to: new.count, by: size) {
        let pending = try new[start..<min(start + size, new.count)].map { try receive($0, account) }
        committed += try account.commit(pending, claims: &claims, now: Self.now)
      }
      try account.finishRun()
      return committed
    }
  }

  func receive(_ message: Offered, _ account: AccountArchive) throws -> PendingMessage {
    var intake = try account.begin(
      uid: Array(message.uid.utf8), listedOctets: Int64(message.wire.count), now: Self.now)
    let half = message.wire.count / 2
    try intake.append(Array(message.wire[..<half]).span.bytes)
    try intake.append(Array(message.wire[half...]).span.bytes)
    return try intake.finish()
  }

  /// The message rows, oldest first.
  func rows(in archive: Archive? = nil) throws -> [MessageRow] {
    var rows: [MessageRow] = []
    let archive = try archive ?? open(.reading)
    try archive.index.forEachMessage { rows.append($0) }
    return rows.sorted { $0.id < $1.id }
  }

  /// The server copies, oldest first.
  func copies(in archive: Archive? = nil) throws -> [CopyRow] {
    var copies: [CopyRow] = []
    let archive = try archive ?? open(.reading)
    for (id, _) in try archive.index.accounts() {
      try archive.index.forEachCopy(id, states: Set(CopyState.allCases)) { copies.append($0) }
    }
    return copies
  }

  /// Every message of the account in wire form, by way of the index.
  func messages(in archive: Archive? = nil) throws -> [[UInt8]] {
    let archive = try archive ?? open(.reading)
    var reader = try MessageReader(archive, account: "home")
    return try rows(in: archive).map { row in
      var wire: [UInt8] = []
      let content = try reader.read(row.message) { bytes in
        bytes.withUnsafeBytes { wire.append(contentsOf: $0.assumingMemoryBound(to: UInt8.self)) }
      }
      #expect(content == .intact)
      return wire
    }
  }

  func findings(in archive: Archive? = nil) throws -> [Finding] {
    var findings: [Finding] = []
    let summary = try (archive ?? open(.reading)).verify { findings.append($0) }
    #expect(summary.findings == findings.count)
    #expect(summary.problems == findings.count { $0.isProblem })
    return findings
  }

  /// Verifies as the command does, which notes in the index what it finds: `kind file`, sorted.
  @discardableResult
  func verify(
    _ sample: Sample? = nil, calls: FileCalls = .system
  ) throws -> (summary: VerifySummary, findings: [String]) {
    var findings: [String] = []
    let summary = try Archive.verify(root, VerifyOptions(sample: sample), calls: calls) {
      findings.append("\($0.kind) \($0.file)")
    }
    return (summary, findings.sorted())
  }

  /// The path of the file of a row, which is in new.
  func file(_ row: MessageRow) -> String { "\(path)/accounts/home/new/\(row.message.base)" }

  func names(_ place: String) throws -> [String] { try folderNames("\(path)/accounts/home/\(place)") }

  /// Nothing is lost, nothing is there twice, nothing is left over.
  ///
  /// - Parameter copies: how many copies are known; nil: one a message.
  func expectExactly(
    _ mailbox: [Offered], copies: Int? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let archive = try open(.reading)
    let messages = try messages(in: archive)
    #expect(messages.count == mailbox.count, sourceLocation: sourceLocation)
    #expect(Set(messages) == Set(mailbox.map(\.wire)), sourceLocation: sourceLocation)
    #expect(try names("new").count + names("cur").count == mailbox.count, sourceLocation: sourceLocation)
    #expect(try names("tmp").isEmpty, sourceLocation: sourceLocation)
    #expect(try self.copies(in: archive).count == copies ?? mailbox.count, sourceLocation: sourceLocation)
    #expect(try findings(in: archive).isEmpty, sourceLocation: sourceLocation)
  }
}
