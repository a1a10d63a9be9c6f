// What the files say is restored: name, content and hash of each. The copy of the index adds what only it knows. A file
// whose hash is not the listed one is no message any more, and is told; everything else comes back octet for octet, and
// nothing that is here already comes twice. Ended early, the next run goes on from there.

package import Archive
import MailIndex
import Maildir
import SystemPackage

/// What `restore` came to.
package struct RestoreSummary: Sendable, Equatable {
  package var accounts = 0
  package var restored = 0
  package var octets: Int64 = 0
  /// Messages that are here already.
  package var known = 0
  /// Files on the drive that are not what was written, below its folder.
  package var damaged: [String] = []
  /// False: the drive has no copy of the index that can be read: unique-ids come with the next fetch.
  package var hasSnapshot = false

  package init() {}
}

/// Brings mail back from a drive, into an archive that is new or has mail already.
package final class Restoration {
  private let archive: Archive
  private let drive: DriveFolder
  private let now: @Sendable () -> Int64
  private let options: (String) -> AccountOptions
  private let progress: BackupProgress
  private let snapshot: DriveSnapshot?
  private var reader: CopyReader
  private var summary = RestoreSummary()

  /// - Parameter options: how an account's mail is laid down, where the copy of the index does not say.
  package init(
    _ archive: Archive, from drive: AttachedDrive, options: @escaping (String) -> AccountOptions,
    now: @escaping @Sendable () -> Int64, isStopped: @escaping @Sendable () -> Bool = { false },
    observe: @escaping @Sendable (DriveEvent) -> Void = { _ in }
  ) {
    self.archive = archive
    self.drive = drive.folder
    self.options = options
    self.now = now
    progress = BackupProgress(drive.marker.name, isStopped: isStopped, observe: observe)
    reader = CopyReader(of: drive.folder, progress)
    snapshot = DriveSnapshot(drive.folder)
  }

  package func run() throws -> RestoreSummary {
    summary.hasSnapshot = snapshot != nil
    try DriveFailure.explaining(drive.name) {
      let contents = DriveContents(drive.folder)
      for (name, folder) in try contents.accounts() {
        let account = try archive.account(name, options: read(options(name)), now: now())
        var claims = Claims()
        for month in try contents.months(of: folder) { try restore(month, to: account, &claims) }
        try account.finishRun()
        if let snapshot, try !snapshot.teach(account, in: archive) { summary.hasSnapshot = false }
        summary.accounts += 1
      }
    }
    return summary
  }

  /// Whoever has mail from a drive has had it before: it is not new.
  private func read(_ options: AccountOptions) -> AccountOptions {
    AccountOptions(partition: options.partition, markRead: true)
  }

  private func restore(
    _ month: DriveContents.Month, to account: AccountArchive, _ claims: inout Claims
  ) throws {
    guard let folder = try drive.folder.folderIfThere(month.path) else { return }
    let manifest = folder.contents(of: Manifest.fileName, limit: Manifest.limit).map(Manifest.init(parsing:))
    var names: [CopyName] = []
    try folder.forEachName { if let name = CopyName(parsing: $0) { names.append(name) } }
    names.sort { ($0.arrival, $0.text) < ($1.arrival, $1.text) }
    var here = try messagesHere(account, month.key.span)
    let folders = snapshot?.folders(of: account.name, in: month.key.span) ?? [:]
    var batch: [PendingMessage] = []
    var toMend: [(message: MessageToCopy, copy: PendingMessage)] = []
    for name in names {
      try progress.goOn()
      let listed = manifest?[name.text]
      var missing: MessageToCopy?
      if let listed, let message = here[listed]?.popLast() {
        claims.claim(message.id)
        if try account.holds(message) {
          summary.known += 1
          progress.read(0)
          continue
        }
        missing = message
      }
      let copy = CopiedMessage(tag: name.tag, arrival: name.arrival, folder: listed.flatMap { folders[$0] })
      guard let pending = try read(name, listed, in: folder, as: copy, account) else {
        summary.damaged.append("\(month.path)/\(name.text)")
        continue
      }
      if let missing {
        toMend.append((missing, pending))
        if toMend.count == 256 { try mend(&toMend, in: account) }
        continue
      }
      batch.append(pending)
      if batch.count == 256 { try commit(&batch, to: account, &claims) }
    }
    try commit(&batch, to: account, &claims)
    try mend(&toMend, in: account)
  }

  /// The messages of a month that the archive has, by content.
  private func messagesHere(
    _ account: AccountArchive, _ span: Range<Int64>
  ) throws -> [ContentHash: [MessageToCopy]] {
    var here: [ContentHash: [MessageToCopy]] = [:]
    var end: (arrived: Int64, id: Int64)?
    while true {
      let page = try archive.asking { [end] index in
        try index.messages(
          of: account.id, arrivedFrom: span.lowerBound, before: span.upperBound, after: end, limit: 2000)
      }
      for message in page { here[message.contentHash, default: []].append(message) }
      guard let last = page.last else { return here }
      end = (last.arrived, last.id)
    }
  }

  /// Nil where the file is not what is listed.
  private func read(
    _ name: CopyName, _ listed: ContentHash?, in folder: OpenFolder, as copy: CopiedMessage,
    _ account: AccountArchive
  ) throws -> PendingMessage? {
    var intake = try account.begin(copy)
    let read = try reader.read(name.text, in: folder, into: &intake)
    let pending = try intake.finish()
    guard let read, listed == nil || listed == read.hash else { return nil }
    progress.read(read.octets)
    return pending
  }

  private func commit(
    _ batch: inout [PendingMessage], to account: AccountArchive, _ claims: inout Claims
  ) throws {
    let imported = batch.filter(\.isImported)
    batch.removeAll(where: \.isImported)
    for (pending, committed) in zip(batch, try account.commit(batch, claims: &claims, now: now())) {
      if committed.isDuplicate { summary.known += 1 } else { count(pending) }
    }
    for (pending, isNew) in zip(imported, try account.take(imported, now: now())) {
      if isNew { count(pending) } else { summary.known += 1 }
    }
    batch.removeAll(keepingCapacity: true)
  }

  private func mend(
    _ messages: inout [(message: MessageToCopy, copy: PendingMessage)], in account: AccountArchive
  ) throws {
    guard !messages.isEmpty, try account.mend(messages) > 0 else { return }
    for (_, copy) in messages { count(copy) }
    messages.removeAll(keepingCapacity: true)
  }

  private func count(_ message: PendingMessage) {
    summary.restored += 1
    summary.octets += message.wireOctets
  }
}
