import Glibc
import MailIndex

/// An index file that is damaged anywhere: it is used as far as it goes, or refused with an `IndexFailure`.
enum IndexFileFuzzer {
  /// A sound index with some rows.
  private static let sound: [UInt8] = {
    let path = "\(Scratch.path)/sound.sqlite"
    do {
      let index = try MailIndex.open(at: path, mode: .writing, journal: .rollback)
      try fill(index)
      try index.close()
    } catch { fatalError("no index can be made: \(error)") }
    return Scratch.read(path)
  }()

  private static func fill(_ index: MailIndex) throws {
    guard let account = try index.account(named: "anna", create: true),
      let hash = ContentHash(bytes: [UInt8](repeating: 5, count: 32))
    else { fatalError("no account was made") }
    let recordings = (UInt8(0)..<20).map { number in
      let envelope = EnvelopeRecord(
        date: 1, fromName: "Bert", subject: String(repeating: "x", count: Int(number) * 20))
      let record = MessageRecord(
        base: "\(number)", size: 10, wireOctets: 11, storedAsLF: true, contentHash: hash, headerHash: hash,
        arrived: Int64(number), storedAt: 3, envelope: envelope)
      return Recording(
        .new(record), tag: [UInt8](repeating: number, count: 10), uid: [number], listedOctets: 11)
    }
    _ = try index.record(recordings, for: account, now: 1)
    try index.setAside(
      SetAsideRow(uid: [1], listedOctets: nil, reason: "large", attempts: 1, firstAt: 1, retryAt: 2),
      for: account)
    try index.remember(MailboxMemory(), for: account)
    try index.recordRun(RunRow(startedAt: 1, endedAt: 2), for: account)
  }

  static func run(_ input: inout FuzzInput) throws {
    let setting = input.octet()
    let file = setting & 1 == 0 ? damaged(&input) : Array(input.rest)
    let mode = setting & 2 == 0 ? MailIndex.Mode.reading : .writing
    let path = Scratch.write(file, to: "damaged.sqlite")
    for ending in ["-wal", "-shm", "-journal"] { unlink(path + ending) }
    do {
      let index = try MailIndex.open(at: path, mode: mode, journal: setting & 4 == 0 ? .wal : .rollback)
      use(index, isWritable: mode == .writing)
      attempt { try index.close() }
    } catch { checkSentence(error) }
  }

  /// The sound file with runs of octets replaced: where (a page, an offset), how many, and what.
  private static func damaged(_ input: inout FuzzInput) -> [UInt8] {
    var file = sound
    if input.flag() { file.removeLast(min(file.count, Int(input.octet()) * 256)) }
    while !input.rest.isEmpty, !file.isEmpty {
      let start = (Int(input.octet()) << 12 | Int(input.octet()) << 4 | Int(input.octet())) % file.count
      for (place, octet) in zip(start..<file.count, input.octets()) { file[place] = octet }
    }
    return file
  }

  /// Asks everything that can be asked; each question may fail by itself.
  private static func use(_ index: MailIndex, isWritable: Bool) {
    var accounts = [AccountID(1)]
    attempt { accounts += try index.accounts().map(\.id) }
    for account in accounts.prefix(2) {
      attempt { try index.forEachMessage(account, bounded { _ in }) }
      attempt { try index.forEachCopy(account, states: [.stored, .gone], bounded { _ in }) }
      attempt { _ = try index.copies(account, tag: [UInt8](repeating: 3, count: 10)) }
      attempt { _ = try index.copies(ofMessage: 4) }
      attempt { _ = try index.copyCount(account, states: Set(CopyState.allCases)) }
      attempt { _ = try index.totals(account) }
      attempt { _ = try index.memory(account) }
      attempt { _ = try index.setAsides(account) }
      attempt { _ = try index.isDelivering(account) }
    }
    if isWritable { attempt { try fill(index) } }
    attempt { _ = try index.lastRuns() }
    attempt { _ = try index.checkIntegrity() }
  }

  /// Calls `body`, unless rows come without end.
  private static func bounded<Row>(_ body: @escaping (Row) -> Void) -> (Row) -> Void {
    var count = 0
    return { row in
      count += 1
      demand(count < 20_000, "a small file has few rows")
      body(row)
    }
  }

  private static func attempt(_ question: () throws -> Void) {
    do { try question() } catch { checkSentence(error) }
  }

  private static func checkSentence(_ error: any Error) {
    guard let failure = error as? IndexFailure else {
      fatalError("Not so: the index fails as an index: \(error)")
    }
    demand(
      failure.description.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control },
      "an error holds no control character")
  }
}
