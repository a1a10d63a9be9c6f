// A batch becomes durable on the drive in an order that is a promise: the octets of its messages and the new manifests
// are flushed; what was written is read back and compared; each file gets its name, which never replaces another
// message; the manifests take the places of the old ones; names are flushed. Only then does the index hear of it.

import Archive
import MailIndex
import Maildir
import SystemPackage

/// Messages that are copied to a drive together.
final class CopyBatch {
  /// What a batch came to.
  struct Result {
    var copied = 0
    var octets: Int64 = 0
    var verified = 0
    var missingHere = 0
    var damaged = 0
    var tooLarge = 0
    /// Messages that the drive did not give back at first.
    var writtenAgain = 0
    var gaps: [DriveGap] = []
    var filled: [Int64] = []
  }

  let run: BackupRun
  let temporaries: OpenFolder
  /// The drive may have what the index does not know of: the run before was cut off, or copies are brought back.
  let isSearching: Bool
  var months: [MonthKey: MonthFolder] = [:]
  var items: [CopyItem] = []
  private(set) var result = Result()

  init(
    _ messages: [MessageToCopy], _ run: BackupRun, _ temporaries: OpenFolder, isSearching: Bool
  ) throws {
    self.run = run
    self.temporaries = temporaries
    self.isSearching = isSearching
    // Nothing counts as copied that is not: an account that came while the run went on is known to the next one, and a row
    // that names no file of ours has none to copy.
    for message in messages where run.accounts[message.account] == nil || CopyName(message) == nil {
      let isNamed = CopyName(message) != nil
      result.gaps.append(DriveGap(message: message.id, kind: isNamed ? .missing : .notHere))
    }
    items = messages.compactMap { message in
      guard let account = run.accounts[message.account], let name = CopyName(message) else { return nil }
      let key = MonthKey(account: account.folder, arrival: name.arrival)
      return CopyItem(message: message, account: account.name, key: key, name: name)
    }
    items.sort { ($0.key, $0.message.id) < ($1.key, $1.message.id) }
  }

  func carryOut() throws -> Result {
    if isSearching { try search() }
    let rest = items.indices.filter { items[$0].place == nil }
    try copy(rest)
    if items.contains(where: { $0.temporary != nil }) || months.values.contains(where: \.isChanged) {
      try run.begin()
      try chooseNames()
      try writeManifests()
      try flushData()
      if run.options.verifies { try readBack() }
      try giveNames()
      try replaceManifests()
      try flushNames()
    }
    addUp()
    return result
  }

  func month(_ key: MonthKey) throws -> MonthFolder {
    if let month = months[key] { return month }
    guard
      let month = try MonthFolder(key, in: run.drive.folder, isMade: true, wholly: isSearching)
    else {
      // A folder that is made where it is missing is always there.
      throw FileFailure(.open, key.account, .noSuchFileOrDirectory)
    }
    if isSearching || month.parts.contains(where: \.isListLost) { try adoptUnlisted(in: month) }
    months[key] = month
    return month
  }

  /// Writes the octets of items into files in the making, several at a time.
  private func copy(_ indices: [Int]) throws {
    let work = indices.map { (message: items[$0].message, account: items[$0].account) }
    let outcomes = CopyOutcomes(work.count)
    let (archive, drive, temporaries, progress) = (run.archive, run.drive, temporaries, run.progress)
    try SideBySide.run(
      work.count, threads: run.options.threads, tools: { CopyWriter(archive, drive, temporaries) }
    ) { writer, index in
      try progress.goOn()
      outcomes.set(try writer.copy(work[index].message, of: work[index].account), at: index)
      progress.copied(work[index].message.wireOctets)
    }
    for (index, outcome) in zip(indices, outcomes.all) {
      switch outcome {
      case .written(let name): items[index].temporary = name
      case .missing: items[index].state = .missingHere
      case .damaged: items[index].state = .damagedHere
      case .tooLarge: items[index].state = .tooLarge
      case nil: break
      }
    }
  }

  private func chooseNames() throws {
    for index in items.indices where items[index].temporary != nil && items[index].replaced == nil {
      let month = try month(items[index].key)
      let part = try month.partWithRoom()
      let hash = items[index].message.contentHash
      let name = part.freeName(items[index].name, hash)
      part.list(name, hash)
      items[index].place = CopyItem.Place(part: part, name: name)
    }
    for index in items.indices {
      if let replaced = items[index].replaced, items[index].temporary != nil {
        replaced.part.list(replaced.name, items[index].message.contentHash)
        items[index].place = replaced
      }
    }
  }

  private func writeManifests() throws {
    for part in months.values.flatMap(\.parts) where part.isChanged { try write(part) }
  }

  private func write(_ part: MonthFolder.Part) throws {
    if let old = part.temporary { try temporaries.removeIfThere(old) }
    let name = run.drive.temporaryName()
    let file = try temporaries.create(name)
    try part.manifest.bytes.withUnsafeBytes { try file.write($0, at: 0) }
    if run.drive.system.isInUserSpace { try file.flush() }
    part.temporary = name
    part.isChanged = false
  }

  private func flushData() throws {
    if !run.drive.system.isInUserSpace { try temporaries.flushFileSystem() }
  }

  private func readBack() throws {
    let written = items.indices.filter { items[$0].temporary != nil }
    let work = written.map { (name: items[$0].temporary ?? "", hash: items[$0].message.contentHash) }
    let (temporaries, drive, progress) = (temporaries, run.drive, run.progress)
    let bad = BadItems()
    try SideBySide.run(work.count, threads: run.options.threads, tools: { CopyReader(of: drive, progress) }) {
      reader, index in
      try progress.goOn()
      let read = try reader.read(work[index].name, in: temporaries)
      if read?.hash != work[index].hash { bad.add(written[index]) }
      progress.compared()
    }
    for index in bad.all { try writeAgain(index) }
    for index in written { items[index].isVerified = true }
  }

  /// A second try for what the drive did not give back; a third would hide that it cannot be relied on.
  private func writeAgain(_ index: Int) throws {
    result.writtenAgain += 1
    if let old = items[index].temporary { try temporaries.removeIfThere(old) }
    var writer = CopyWriter(run.archive, run.drive, temporaries)
    guard case .written(let name) = try writer.copy(items[index].message, of: items[index].account) else {
      throw DriveFailure(.unreliable(items[index].name.text), run.drive.name)
    }
    items[index].temporary = name
    try temporaries.open(name).flush()
    var reader = CopyReader(of: run.drive, run.progress)
    guard try reader.read(name, in: temporaries)?.hash == items[index].message.contentHash else {
      try temporaries.removeIfThere(name)
      throw DriveFailure(.unreliable(items[index].name.text), run.drive.name)
    }
  }

  private func giveNames() throws {
    for index in items.indices {
      guard let temporary = items[index].temporary, let place = items[index].place else { continue }
      if items[index].replaced != nil {
        try temporaries.rename(temporary, to: place.name, in: place.part.folder, replacing: true)
      } else {
        try giveName(to: index, temporary, place)
      }
      items[index].isCopied = true
    }
  }

  private func giveName(to index: Int, _ temporary: String, _ place: CopyItem.Place) throws {
    let hash = items[index].message.contentHash
    var name = place.name
    var taken: Set<String> = []
    // A file may have three names; each is tried once.
    for _ in 0..<3 {
      if try isNamed(temporary, name, in: place.part) { return }
      // Something has the name that the manifest did not know of: what it is decides.
      let there = try contentHash(of: name, in: place.part)
      place.part.list(name, there)
      if there == hash { return try temporaries.removeIfThere(temporary) }
      taken.insert(name)
      name = place.part.freeName(items[index].name, hash, but: taken)
      place.part.list(name, hash)
      items[index].place = CopyItem.Place(part: place.part, name: name)
    }
    throw FileFailure(.rename, name, .fileExists)
  }

  /// False where the name is taken, or is one that a damaged folder can do nothing with.
  private func isNamed(
    _ temporary: String, _ name: String, in part: MonthFolder.Part
  ) throws(FileFailure) -> Bool {
    do throws(FileFailure) {
      try temporaries.name(temporary, name, in: part.folder, by: run.naming)
      return true
    } catch  where error.errno == .fileExists {
      return false
    } catch  where error.errno == .ioError && run.drive.isReadable {
      return false
    }
  }

  private func contentHash(of name: String, in part: MonthFolder.Part) throws -> ContentHash? {
    var reader = CopyReader(of: run.drive, run.progress)
    return try reader.read(name, in: part.folder)?.hash
  }

  private func replaceManifests() throws {
    for part in months.values.flatMap(\.parts) {
      // A name was taken otherwise than thought.
      if part.isChanged {
        try write(part)
        if let name = part.temporary { try temporaries.open(name).flush() }
      }
      guard let name = part.temporary else { continue }
      try part.folder.put(name, from: temporaries, as: Manifest.fileName)
      part.temporary = nil
      if run.drive.system.isInUserSpace {
        try part.folder.flush()
        // The flush of a file is what every driver passes on to its device.
        try part.folder.open(Manifest.fileName).flush()
      }
    }
  }

  private func flushNames() throws {
    if !run.drive.system.isInUserSpace { try temporaries.flushFileSystem() }
  }

  private func addUp() {
    for item in items {
      switch item.state {
      case .missingHere:
        result.missingHere += 1
        result.gaps.append(DriveGap(message: item.message.id, kind: .notHere))
      case .damagedHere:
        result.damaged += 1
        result.gaps.append(DriveGap(message: item.message.id, kind: .notHere))
      case .tooLarge:
        result.tooLarge += 1
        result.gaps.append(DriveGap(message: item.message.id, kind: .missing))
      case .toCopy:
        if item.isVerified { result.verified += 1 }
        if item.isCopied {
          result.copied += 1
          result.octets += item.message.wireOctets
        }
        if item.isVerified {
          result.filled.append(item.message.id)
        } else {
          result.gaps.append(DriveGap(message: item.message.id, kind: .unverified))
        }
      }
    }
  }
}
