import Glibc
import TestFiles
import TestServers

/// Many cuts on one file system.
struct Campaign {
  private static let cutsPerDisk = 8

  private let fileSystem: FileSystem
  private let setting: Setting
  private var random: SeededRandom
  private var tally = Tally()
  private var disks = 0
  private var gone = 0

  init(_ fileSystem: FileSystem, _ setting: Setting, seed: UInt64) {
    self.fileSystem = fileSystem
    self.setting = setting
    random = SeededRandom(seed: seed)
  }

  /// Cuts the power so many times, and more often where that would prove nothing; stops at the first faults.
  mutating func run(cuts: Int) throws -> Tally {
    while tally.faults.isEmpty, tally.cuts < cuts || (!tally.provesSomething && tally.cuts < cuts + 20) {
      var machine = try newMachine()
      var onThisDisk = 0
      while tally.faults.isEmpty, onThisDisk < Self.cutsPerDisk, try machine.hasRoom() {
        let isLast = tally.cuts + 1 >= cuts && (tally.provesSomething || tally.cuts >= cuts + 19)
        try cut(&machine, resumes: isLast || onThisDisk + 1 == Self.cutsPerDisk || !random.isOne(in: 3))
        onThisDisk += 1
        if isLast { break }
      }
      if tally.faults.isEmpty {
        var inspection = Inspection()
        try inspection.resume(machine)
        try inspection.export(machine)
        tally.add(inspection.faults)
      }
      try machine.turnOff()
    }
    return tally
  }

  private mutating func newMachine() throws -> Machine {
    disks += 1
    gone = 0
    let name = "\(fileSystem.rawValue)-\(setting.sabotage?.rawValue ?? "real")-\(disks)"
    return try Machine(fileSystem, setting, user: name, isPartitioned: disks % 2 == 0)
  }

  /// One cut and what follows from it. Where nothing is fetched to the end in between, the next cut comes while
  /// popkeep picks up the pieces of this one.
  private mutating func cut(_ machine: inout Machine, resumes: Bool) throws {
    let isBulk = random.isOne(in: 10)
    let loss = PowerLoss(
      number: tally.cuts, on: fileSystem, requests: isBulk ? 120 : 60, using: &random)
    let wreck: Machine.Wreck
    do { wreck = try machine.losePower(loss, isBulk: isBulk, using: &random) } catch {
      say("\(fileSystem.rawValue) \(tally.cuts + 1): \(loss)")
      try keep(machine.image)
      throw error
    }
    var inspection = Inspection()
    try inspection.inspect(machine, wreck)
    let place = Tally.Place(inspection, storedBefore: wreck.storedBefore)
    let found = "\(inspection.stored) in the archive (\(inspection.unindexed) without a row)"
    tally.add(wreck, left: wreck.gone.count - gone, place: place, unindexed: inspection.unindexed)
    if resumes, inspection.faults.isEmpty { try inspection.resume(machine) }
    machine.note(stored: inspection.stored)
    gone = try machine.mailbox.gone().count
    say(
      """
      \(fileSystem.rawValue) \(tally.cuts): \(loss): \(place.rawValue), \(wreck.counts.pending) writes not flushed, \
      \(wreck.counts.lost) units lost; \(machine.mailbox.count) messages, \(wreck.gone.count) gone from the server, \
      \(found)\(resumes ? ", the next fetch brings \(inspection.brought)" : "")
      """)
    tally.add(inspection.faults)
    if !inspection.faults.isEmpty { try keep(machine.image) }
  }

  /// Keeps the image of a cut that did what it must not, to be studied.
  private func keep(_ image: String) throws {
    guard setting.sabotage == nil else { return }
    let copy = "\(setting.keep)/\(fileSystem.rawValue)-cut-\(tally.cuts).img"
    try Tool.run(["cp", "--sparse=always", image, copy])
    say("the disk as the cut has left it: \(copy)")
  }
}

/// Prints a line at once.
func say(_ line: String) {
  print(line)
  fflush(nil)
}
