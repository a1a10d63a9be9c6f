import Glibc
import TestFiles
import TestServers

/// A machine with popkeep and a disk, which loses its power again and again, and the mailbox that it fetches from,
/// which does not.
struct Machine {
  /// What a cut left.
  struct Wreck {
    let counts: LiveDisk.Counts
    /// The messages that have left the server.
    let gone: Set<Int>
    /// Messages that were in the archive when the round began.
    let storedBefore: Int
  }

  let fileSystem: FileSystem
  let setting: Setting
  let popkeep: Popkeep
  private(set) var mailbox: Mailbox
  private(set) var disk: LiveDisk
  private let folder: TemporaryFolder
  private var stored = 0

  /// A new disk, with an archive that is made and nothing in it.
  ///
  /// - Parameter isPartitioned: mail goes into a folder for each month, as read.
  init(_ fileSystem: FileSystem, _ setting: Setting, user: String, isPartitioned: Bool) throws {
    self.fileSystem = fileSystem
    self.setting = setting
    folder = try TemporaryFolder()
    mailbox = try Mailbox(user, on: setting.server)
    try Self.makeImage(folder("image"), fileSystem)
    disk = try LiveDisk(folder("image"), fileSystem, at: folder("mounted"), program: setting.disk)
    popkeep = try Popkeep(
      setting, mailbox: mailbox, archive: folder("mounted/archive"),
      others: isPartitioned ? ", \"partition\": \"month\", \"markRead\": true" : "")
    let (status, output) = try popkeep.run("init", "--archive", popkeep.archive)
    guard status == 0 else { throw Fault(.command, "init ends with \(status): \(output)") }
  }

  static func makeImage(_ path: String, _ fileSystem: FileSystem) throws {
    try writeFile(path, [])
    guard truncate(path, fileSystem.megabytes << 20) == 0 else {
      throw TestFileFailure(call: "truncate", code: errno)
    }
    try Tool.run(fileSystem.command(path))
  }

  /// The image of the last cut.
  var image: String { folder("image") }

  /// True while the disk has room for more rounds.
  func hasRoom() throws -> Bool { try disk.freeSpace() > 96 << 20 }

  func contents() throws -> ArchiveContents {
    try ArchiveContents(popkeep.archive, digests: mailbox.digests)
  }

  mutating func note(stored: Int) { self.stored = stored }

  /// Fetches mail while more of it comes, loses its power meanwhile, and is turned on again.
  mutating func losePower(_ loss: PowerLoss, isBulk: Bool, using random: inout SeededRandom) throws -> Wreck {
    for _ in 0..<(isBulk ? 1_100 : Int.random(in: 1...40, using: &random)) {
      try mailbox.deliver(isSmall: isBulk, using: &random)
    }
    let gone = try fetch(until: loss, using: &random)
    let counts = try disk.counts()
    try disk.remove()
    disk = try LiveDisk(image, fileSystem, at: folder("mounted"), program: setting.disk)
    // What a QUIT on its way when the power went made the server delete had been safe before.
    return Wreck(counts: counts, gone: gone.union(try mailbox.gone()), storedBefore: stored)
  }

  /// Runs one fetch after the other until the power goes; returns what had left the server by then.
  private mutating func fetch(until loss: PowerLoss, using random: inout SeededRandom) throws -> Set<Int> {
    let clock = ContinuousClock()
    let started = clock.now
    var running = try popkeep.startFetch()
    defer {
      kill(running.id, SIGKILL)
      _ = running.wait(.seconds(30))
    }
    if loss.isArmed { try disk.cut(loss, to: image) }
    var arrivals = 0
    while try !disk.counts().isDead {
      if isTime(for: loss, clock.now - started) {
        let gone = try mailbox.gone()
        if try !disk.counts().isDead { try disk.cut(loss.atOnce, to: image) }
        return gone
      }
      if let status = running.wait(.milliseconds(1)) {
        if status != 0, status != 75, try !disk.counts().isDead {
          let words = String(decoding: try readFile(popkeep.log), as: UTF8.self)
          throw Fault(.command, "fetch ends with \(status): \(words.suffix(500))")
        }
        running = try popkeep.startFetch()
      }
      if random.isOne(in: 3) { writeBack(using: &random) }
      if arrivals < 200, random.isOne(in: 4) {
        try mailbox.deliver(isSmall: false, using: &random)
        arrivals += 1
      }
    }
    return []
  }

  /// Has the kernel write some file of popkeep's to the disk before anybody asked for it, as it may at any time.
  /// Nothing is flushed by that.
  private func writeBack(using random: inout SeededRandom) {
    let archive = popkeep.archive
    var names = ["index.sqlite", "index.sqlite-wal"]
    do {
      names += try folderNames("\(archive)/accounts/home/tmp").map { "accounts/home/tmp/\($0)" }
    } catch {
      // The account is not there yet, or the disk has no power any more.
    }
    guard let name = names.randomElement(using: &random) else { return }
    let file = open("\(archive)/\(name)", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED)
    close(file)
  }

  /// A request that never comes is not waited for longer than this.
  private func isTime(for loss: PowerLoss, _ elapsed: Duration) -> Bool {
    switch loss.when {
    case .time(let moment): elapsed >= moment
    case .request, .flush: elapsed >= .seconds(10)
    }
  }

  /// Turns the power off in order.
  func turnOff() throws { try disk.remove() }
}
