import Archive
import Backup
import Fetching
import MailIndex
import Settings
import Synchronization
import SystemPackage

extension DriveDesk {
  /// Time after which it is recorded anew that a drive that stays attached was seen.
  private static let touch: Duration = .seconds(3600)

  /// Looks which drives are attached, tells what has changed since the last look, and returns them.
  func find(in archive: Archive) throws -> (
    search: DriveSearch, drives: [AttachedDrive], table: [MountedFileSystem]
  ) {
    let table = try parts.mounts()
    let search = try DriveSearch(of: archive, in: table)
    let (drives, failures) = try DriveChoice.all(search, of: archive)
    let sights = Dictionary(
      drives.map { ($0.marker.id, DriveSight($0)) }, uniquingKeysWith: { first, _ in first })
    let (before, unusable) = state.withLock { state in
      defer {
        state.unusable = Dictionary(failures.map { ("\($0)", $0) }, uniquingKeysWith: { first, _ in first })
      }
      return (state.attached, state.unusable)
    }
    for failure in failures where unusable["\(failure)"] == nil { parts.tell(.unusable(failure)) }
    let lacking = try note(sights, before: before, in: archive)
    let names = namesToVisit
    // Once it is recorded when those that are gone were there last: or they would be missed at this moment.
    state.withLock { state in
      state.attached = sights
      state.touched = state.touched.filter { sights[$0.key] != nil }
      state.plan.see(sights.filter { names.contains($0.value.name) }.mapValues(\.mark), lacking: lacking)
    }
    return (search, drives, table)
  }

  private var namesToVisit: Set<String> {
    Set(parts.settings().filter { $0.backup == .whenAttached }.map(\.name))
  }

  /// Records and tells what has changed; the ids of those that lack something.
  private func note(
    _ sights: [String: DriveSight], before: [String: DriveSight], in archive: Archive
  ) throws -> Set<String> {
    let names = namesToVisit
    var lacking: Set<String> = []
    for sight in sights.values.sorted(by: { $0.name < $1.name }) {
      let isNew = before[sight.id]?.mark != sight.mark
      let row = try seen(sight, isNew: isNew, in: archive)
      guard isNew || names.contains(sight.name) else { continue }
      let lack = try lack(of: row, in: archive)
      if lack.messages > lack.notHere || lack.unverified > 0 { lacking.insert(sight.id) }
      if isNew { parts.tell(.attached(sight, lack)) }
    }
    for gone in before.values where sights[gone.id] == nil {
      _ = try seen(gone, isNew: true, in: archive)
      parts.tell(.detached(name: gone.name))
    }
    return lacking
  }

  /// Records that the drive is or was there just now; seldom while it stays, since each record is a write.
  private func seen(_ sight: DriveSight, isNew: Bool, in archive: Archive) throws -> DriveRow {
    let (now, time) = (parts.elapsed(), parts.now())
    let isRecent = state.withLock { state in
      if !isNew, let touched = state.touched[sight.id], now - touched < Self.touch { return true }
      state.touched[sight.id] = now
      return false
    }
    return try archive.asking { index in
      guard let row = try index.drive(sight.id, name: sight.name, create: true, now: time) else {
        throw IndexFailure(
          .unexpected, path: archive.root.string, detail: "a drive just recorded is not there")
      }
      if isRecent { return row }
      return try index.change(drive: row.id) { row in
        (row.lastSeen, row.silenceTold) = (time, false)
      }
    }
  }

  /// What a drive lacks; to find out is to read the rows of it, and is done when something has changed.
  func lack(of row: DriveRow, in archive: Archive) throws -> DriveLack {
    let last = try archive.asking { try $0.lastMessage() }
    let key = DriveLacks.Key(row, last: last)
    if let known = state.withLock({ $0.lacks[key] }) { return known }
    let lack = try archive.asking { try $0.lack(of: row.id) }
    state.withLock { $0.lacks[key] = lack }
    return lack
  }
}

/// What drives were found to lack, as long as that is true.
struct DriveLacks {
  struct Key: Equatable {
    let id: Int64
    let copiedUpTo: Int64
    let last: Int64

    init(_ row: DriveRow, last: Int64) { (id, copiedUpTo, self.last) = (row.id, row.copiedUpTo, last) }
  }

  private var lacks: [Int64: (key: Key, lack: DriveLack)] = [:]
  /// What a drive lacks that was never copied to, and the row id of the last message then.
  var ofNew: (last: Int64, lack: DriveLack)?

  subscript(key: Key) -> DriveLack? {
    get { lacks[key.id].flatMap { $0.key == key ? $0.lack : nil } }
    set { lacks[key.id] = newValue.map { (key, $0) } }
  }

  /// Forgets all: copies were found damaged, or are whole again.
  mutating func forget() {
    lacks = [:]
    ofNew = nil
  }
}
