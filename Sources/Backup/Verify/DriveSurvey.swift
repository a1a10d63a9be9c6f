import Archive
import MailIndex
import Maildir
import Synchronization
import SystemPackage

/// Looks a drive through: is each message that should be on it there, and as it was fetched?
///
/// It goes by the index, an account after the other, month by month, and reads as many files at a time as there are
/// threads. Nothing on the drive is changed; what is wrong is a gap, which the next run fills.
struct DriveSurvey {
  private static let page = 2000

  private let archive: Archive
  private let drive: DriveFolder
  private let threads: Int
  private let progress: BackupProgress

  init(_ archive: Archive, _ drive: DriveFolder, threads: Int, progress: BackupProgress) {
    self.archive = archive
    self.drive = drive
    self.threads = threads
    self.progress = progress
  }

  /// The month that is looked through, kept from one page of messages to the next.
  struct Months {
    private var key: MonthKey?
    private var month: MonthFolder?

    mutating func month(_ key: MonthKey, in folder: OpenFolder) throws -> MonthFolder? {
      if self.key != key {
        month = try MonthFolder(key, in: folder, isMade: false, wholly: true)
        self.key = key
      }
      return month
    }
  }

  /// What was found out about some messages, by row id.
  struct Findings {
    var gaps: [DriveGap] = []
    /// Read, and as they were fetched.
    var whole: [Int64] = []
  }

  struct Summary {
    var verified = 0
    var damaged = 0
    var missing = 0
    /// Messages that are there and were not read.
    var unread = 0
  }

  /// Looks every message through up to a row id, and records what was found.
  ///
  /// - Parameters:
  ///   - sample: nil: all that is to be read is.
  ///   - reads: false: a file of the right name and size is taken for the message, and not counted as read.
  ///   - looksForAll: false: what is not read is not looked for either.
  func run(
    _ row: Int64, upTo last: Int64, sample: Sample?, reads: Bool, looksForAll: Bool = true, now: () -> Int64
  ) throws -> Summary {
    var summary = Summary()
    let accounts = try archive.folders()
    var months = Months()
    progress.expect(messages: try archive.asking { try $0.messageCount() }, octets: 0)
    for account in accounts.keys.sorted(by: { $0.value < $1.value }) {
      var end: (arrived: Int64, id: Int64)?
      while true {
        try progress.goOn()
        let page = try archive.asking { [end] index in
          try index.messages(
            of: account, arrivedFrom: 0, before: .max, upToID: last, after: end, limit: Self.page)
        }
        guard let tail = page.last else { break }
        end = (tail.arrived, tail.id)
        let known = try archive.asking { try $0.gaps(drive: row, messages: page.map(\.id)) }
        // What could not be copied is not expected.
        let expected = page.filter { message in
          known[message.id] != .notHere && (looksForAll || sample?.contains(message.base) ?? true)
        }
        let findings = try examine(expected, accounts, &months) { message in
          reads && (sample?.contains(message.base) ?? true || known[message.id] != nil)
        }
        try record(findings, of: expected, known, row, sample == nil && !reads, &summary, now: now)
      }
    }
    return summary
  }

  private func record(
    _ findings: Findings, of messages: [MessageToCopy], _ known: [Int64: DriveGapKind], _ row: Int64,
    _ countsUnread: Bool, _ summary: inout Summary, now: () -> Int64
  ) throws {
    var findings = findings
    summary.verified += findings.whole.count
    summary.damaged += findings.gaps.count { $0.kind == .damaged }
    summary.missing += findings.gaps.count { $0.kind == .missing }
    summary.unread += messages.count - findings.whole.count - findings.gaps.count
    if countsUnread {
      let told = Set(findings.whole + findings.gaps.map(\.message))
      findings.gaps += messages.filter { !told.contains($0.id) }.map {
        DriveGap(message: $0.id, kind: .unverified)
      }
    }
    let filled = findings.whole.filter { known[$0] != nil }
    guard !findings.gaps.isEmpty || !filled.isEmpty else { return }
    try archive.asking { index in
      try index.recordCopies(on: row, upTo: nil, gaps: findings.gaps, filled: filled, now: now())
    }
  }

  /// Looks for messages; reads those for which `reads` is true, and asks of the others only whether a file is there.
  func examine(
    _ messages: [MessageToCopy], _ accounts: [AccountID: (name: String, folder: String)],
    _ months: inout Months, reads: (MessageToCopy) -> Bool
  ) throws -> Findings {
    var findings = Findings()
    var toRead: [(message: MessageToCopy, place: CopyItem.Place)] = []
    for message in messages {
      guard let account = accounts[message.account], let name = CopyName(message) else {
        // What cannot be looked for is not there.
        let isNamed = CopyName(message) != nil
        findings.gaps.append(DriveGap(message: message.id, kind: isNamed ? .missing : .notHere))
        continue
      }
      let key = MonthKey(account: account.folder, arrival: name.arrival)
      guard let found = try months.month(key, in: drive.folder)?.find(name, message.contentHash) else {
        findings.gaps.append(DriveGap(message: message.id, kind: .missing))
        continue
      }
      if reads(message) {
        toRead.append((message, CopyItem.Place(part: found.part, name: found.name)))
      } else if try found.part.folder.status(found.name)?.size != message.wireOctets {
        findings.gaps.append(DriveGap(message: message.id, kind: .missing))
      } else {
        progress.read(0)
      }
    }
    try read(toRead, &findings)
    return findings
  }

  private func read(
    _ work: [(message: MessageToCopy, place: CopyItem.Place)], _ findings: inout Findings
  ) throws {
    let files = work.map { FileOnDrive(folder: $0.place.part.folder, name: $0.place.name) }
    let hashes = work.map(\.message.contentHash)
    let outcomes = SharedGaps(work.count)
    try SideBySide.run(
      files.count, threads: threads, tools: { [drive, progress] in CopyReader(of: drive, progress) }
    ) {
      [progress] reader, index in
      try progress.goOn()
      let read = try reader.read(files[index].name, in: files[index].folder)
      if read?.hash != hashes[index] {
        outcomes.set(read == nil ? .missing : .damaged, at: index)
      }
      progress.read(read?.octets ?? 0)
    }
    for (item, gap) in zip(work, outcomes.all) {
      if let gap {
        findings.gaps.append(DriveGap(message: item.message.id, kind: gap))
      } else {
        findings.whole.append(item.message.id)
      }
    }
  }

  private struct FileOnDrive: Sendable {
    let folder: OpenFolder
    let name: String
  }
}

/// What threads found wrong, by message.
private final class SharedGaps: Sendable {
  private let gaps: Mutex<[DriveGapKind?]>

  init(_ count: Int) { gaps = Mutex(Array(repeating: nil, count: count)) }

  func set(_ gap: DriveGapKind, at index: Int) { gaps.withLock { $0[index] = gap } }

  var all: [DriveGapKind?] { gaps.withLock { $0 } }
}
