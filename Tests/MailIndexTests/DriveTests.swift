import MailIndex
import Testing

/// What the index knows of drives, and of what is on them.
@Suite struct DriveTests {
  @Test func `a drive is made when it is asked for, once, and comes back whole`() throws {
    let sample = try Sample()
    #expect(try sample.index.drive("aa", name: "red", create: false, now: 5) == nil)
    #expect(try sample.index.drives().isEmpty)
    let row = try sample.drive("aa", name: "red", now: 7)
    #expect(row.drive == "aa" && row.name == "red" && row.stamp == nil && row.copiedUpTo == 0)
    #expect(row.firstSeen == 7 && row.lastSeen == 7 && row.lastBackup == nil && !row.silenceTold)
    // One that is there keeps its name and its times.
    #expect(try sample.index.drive("aa", name: "other", create: true, now: 9) == row)
    let blue = try sample.drive("bb", name: "blue", now: 8)
    #expect(try sample.index.drives() == [row, blue])
    let changed = try sample.index.change(drive: row.id) {
      ($0.name, $0.stamp, $0.firstSeen, $0.lastSeen) = ("green", "ff", 1, 2)
      ($0.lastBackup, $0.lastVerified, $0.silenceTold) = (3, 4, true)
    }
    #expect(changed.name == "green" && changed.stamp == "ff" && changed.silenceTold)
    try sample.index.close()
    let again = try MailIndex.open(at: sample.path, mode: .reading)
    #expect(try again.drives() == [changed, blue])
    #expect(try again.drive("aa", name: "", create: false, now: 0) == changed)
  }

  @Test func `a drive that is not there is not changed`() throws {
    let sample = try Sample()
    #expect(try IndexFailure.code { try sample.index.change(drive: 9) { $0.name = "x" } } == .unexpected)
    #expect(
      try IndexFailure.code { try sample.index.recordCopies(on: 9, upTo: 1, now: 1) } == .unexpected)
    #expect(try sample.index.messagesToCopy(drive: 9, limit: 5).isEmpty)
    #expect(try sample.index.lack(of: 9) == DriveLack())
  }

  @Test func `a message is on a drive up to its mark, unless a gap names it`() throws {
    let sample = try Sample()
    let kinds = DriveGapKind.allCases
    let ids = try sample.record(1...kinds.count + 2).map(\.message)
    let (red, blue) = (try sample.drive("aa"), try sample.drive("bb"))
    /// How many drives have each: those with a gap on the first drive, the last on it, and the one behind.
    func expect(_ gapped: [Int], _ last: Int, _ behind: Int) throws {
      #expect(try sample.index.copiesOnDrives(of: ids) == gapped + [last, behind])
    }
    let none = Array(repeating: 0, count: kinds.count)
    try expect(none, 0, 0)
    let gaps = zip(ids, kinds).map { DriveGap(message: $0, kind: $1) }
    try sample.index.recordCopies(on: red.id, upTo: ids[kinds.count], gaps: gaps, now: 1)
    try expect(none, 1, 0)
    try sample.index.recordCopies(on: blue.id, upTo: ids.last, now: 1)
    try expect(none.map { _ in 1 }, 2, 1)
    #expect(try sample.index.copiesOnDrives(of: ids[kinds.count]) == 2)
    try sample.index.recordCopies(on: red.id, upTo: nil, filled: [ids[0], ids[kinds.count + 1]], now: 2)
    try expect([2] + none.dropFirst().map { _ in 1 }, 2, 1)
    let left = Dictionary(uniqueKeysWithValues: zip(ids, kinds).dropFirst().map { ($0, $1) })
    #expect(try sample.index.gaps(drive: red.id, messages: ids) == left)
    #expect(try sample.index.gaps(drive: blue.id, messages: ids).isEmpty)
    try sample.index.forgetCopies(on: red.id)
    try expect(none.map { _ in 1 }, 1, 1)
    #expect(try sample.index.gaps(drive: red.id, messages: ids).isEmpty)
  }

  @Test func `the mark of a drive never falls, and never names a message that is yet to come`() throws {
    let sample = try Sample()
    let ids = try sample.record(1...3).map(\.message)
    let red = try sample.drive("aa")
    func mark() throws -> Int64? { try sample.index.drives().first?.copiedUpTo }
    try sample.index.recordCopies(on: red.id, upTo: ids[1], now: 1)
    try sample.index.recordCopies(on: red.id, upTo: ids[0], now: 1)
    #expect(try mark() == ids[1])
    try sample.index.recordCopies(on: red.id, upTo: ids[2] + 100, now: 1)
    #expect(try mark() == ids[2])
    let next = try sample.record([4])[0].message
    #expect(try sample.index.copiesOnDrives(of: next) == 0)
  }

  @Test func `a gap keeps its time while its reason is the same`() throws {
    let sample = try Sample()
    let ids = try sample.record(1...3).map(\.message)
    let red = try sample.drive("aa")
    let damaged = DriveGap(message: ids[0], kind: .damaged)
    try sample.index.recordCopies(on: red.id, upTo: ids[2], gaps: [damaged], now: 10)
    try sample.index.recordCopies(on: red.id, upTo: nil, gaps: [damaged], now: 20)
    #expect(try sample.index.lack(of: red.id).since == 10)
    try sample.index.recordCopies(
      on: red.id, upTo: nil, gaps: [DriveGap(message: ids[0], kind: .missing)], now: 30)
    #expect(try sample.index.lack(of: red.id).since == 30)
    #expect(try sample.index.gaps(drive: red.id, messages: ids) == [ids[0]: .missing])
    // What is said to be on the drive and not to be on it is not.
    try sample.index.recordCopies(on: red.id, upTo: nil, gaps: [damaged], filled: [ids[0]], now: 40)
    #expect(try sample.index.gaps(drive: red.id, messages: ids) == [ids[0]: .damaged])
  }

  @Test func `gaps go with their messages, and a row id that is free again does not count as copied`() throws
  {
    let sample = try Sample()
    let ids = try sample.record(1...5).map(\.message)
    let red = try sample.drive("aa")
    let gaps = [ids[1], ids[4]].map { DriveGap(message: $0, kind: .missing) }
    try sample.index.recordCopies(on: red.id, upTo: ids[4], gaps: gaps, now: 1)
    let file = try SQLiteFile(sample.path)
    try file.run("PRAGMA foreign_keys = ON; DELETE FROM messages WHERE id IN (\(ids[1]), \(ids[4]))")
    #expect(try file.number("SELECT count(*) FROM drive_gaps") == 0)
    #expect(try sample.index.lastMessage() == ids[3])
    #expect(try sample.index.drives().first?.copiedUpTo == ids[3])
    // What takes the id of the last one is another message.
    let next = try sample.record([9])[0].message
    #expect(next == ids[4])
    #expect(try sample.index.copiesOnDrives(of: next) == 0)
    #expect(try sample.index.messagesToCopy(drive: red.id, limit: 9).map(\.id) == [next])
    // A gap of a message that is gone is none.
    try sample.index.recordCopies(on: red.id, upTo: next, gaps: gaps, now: 2)
    #expect(try sample.index.gaps(drive: red.id, messages: ids) == [ids[4]: .missing])
    #expect(try sample.index.checkIntegrity(thoroughly: true).isEmpty)
  }

  @Test func `a change that may put a message on more drives changes the mark of all, no other does`() throws
  {
    let sample = try Sample()
    let ids = try sample.record(1...4).map(\.message)
    #expect(try sample.index.driveMark() == 0)
    let now: Int64 = 1_790_000_000
    let (red, blue) = (try sample.drive("aa", now: now), try sample.drive("bb", now: now))
    var marks: Set<Int64> = [try sample.index.driveMark()]
    func grows(_ change: () throws -> Void) throws -> Bool {
      try change()
      return marks.insert(try sample.index.driveMark()).inserted
    }
    let missing = ids[..<2].map { DriveGap(message: $0, kind: .missing) }
    #expect(try grows { try sample.index.recordCopies(on: red.id, upTo: ids[2], gaps: missing, now: 1) })
    #expect(try grows { try sample.index.recordCopies(on: blue.id, upTo: ids[1], now: 1) })
    #expect(try !grows { try sample.index.recordCopies(on: red.id, upTo: ids[1], now: 1) })
    #expect(try !grows { try sample.index.recordCopies(on: red.id, upTo: nil, filled: [ids[2]], now: 1) })
    // One gap is filled and another comes: as many as before.
    #expect(
      try grows {
        try sample.index.recordCopies(
          on: red.id, upTo: nil, gaps: [DriveGap(message: ids[2], kind: .damaged)], filled: [ids[0]], now: 1)
      })
    #expect(
      try !grows {
        try sample.index.recordCopies(
          on: blue.id, upTo: nil, gaps: [DriveGap(message: ids[0], kind: .unverified)], now: 1)
      })
    // Forgotten and copied again.
    #expect(try !grows { try sample.index.forgetCopies(on: red.id) })
    #expect(try grows { try sample.index.recordCopies(on: red.id, upTo: ids[2], now: 1) })
    #expect(try !grows { try sample.index.change(drive: red.id) { $0.name = "other" } })
    // Without one of the drives the mark comes back to nothing that it was.
    try sample.index.forget(drive: blue.id)
    for _ in 0..<10 {
      try sample.index.recordCopies(on: red.id, upTo: nil, gaps: missing, now: 1)
      #expect(try grows { try sample.index.recordCopies(on: red.id, upTo: nil, filled: [ids[0]], now: 1) })
    }
  }
}

extension Sample {
  func drive(_ drive: String, name: String = "red", now: Int64 = 1) throws -> DriveRow {
    guard let row = try index.drive(drive, name: name, create: true, now: now) else { throw Absent() }
    return row
  }
}
