import Glibc
import MailIndex

/// Rows of the index: whatever a server and a header put into them comes out equal, and is found.
enum IndexRowsFuzzer {
  private nonisolated(unsafe) static var opened: MailIndex?
  private nonisolated(unsafe) static var runs = 0

  /// An index file serves some runs, each with an account of its own.
  private static func index() throws -> MailIndex {
    runs += 1
    if let opened, runs % 256 != 0 { return opened }
    try opened?.close()
    let path = "\(Scratch.path)/rows.sqlite"
    for ending in ["", "-wal", "-shm", "-journal"] { unlink(path + ending) }
    let index = try MailIndex.open(at: path, mode: .writing)
    opened = index
    return index
  }

  static func run(_ input: inout FuzzInput) throws {
    let index = try index()
    let name = "\(runs) \(input.text())"
    guard let account = try index.account(named: name, create: true) else {
      fatalError("no account was made")
    }
    demand(try index.account(named: name, create: false) == account, "an account is found by its name")
    let now = input.integer()
    let recordings = (0...Int(input.octet() % 3)).map { _ in recording(&input) }
    let rows = try index.record(recordings, for: account, now: now)
    demand(rows.count == recordings.count, "each recording is a row")
    for (row, recording) in zip(rows, recordings) { try check(row, recording, account, now, index) }
    try checkStates(rows, account, index, &input)
    try checkDiary(account, index, &input)
  }

  private static func recording(_ input: inout FuzzInput) -> Recording {
    let envelope = EnvelopeRecord(
      date: input.flag() ? input.integer() : nil, fromName: input.flag() ? input.text() : nil,
      fromAddress: input.flag() ? input.text() : nil, to: input.flag() ? input.text() : nil,
      subject: input.flag() ? input.text() : nil, messageID: input.flag() ? input.text() : nil,
      inReplyTo: input.flag() ? input.text() : nil, references: input.flag() ? input.text() : nil)
    let record = MessageRecord(
      folder: input.text(), base: input.text(), size: input.integer(), wireOctets: input.integer(),
      storedAsLF: input.flag(), contentHash: hash(&input), headerHash: hash(&input), arrived: input.integer(),
      storedAt: input.integer(), envelope: envelope)
    let tag = (input.octets() + [UInt8](repeating: 9, count: 10)).prefix(10)
    return Recording(
      .new(record), tag: Array(tag), uid: input.flag() ? input.octets() : nil,
      listedOctets: input.flag() ? input.integer() : nil)
  }

  private static func hash(_ input: inout FuzzInput) -> ContentHash {
    let octets = Array(
      (input.octets() + [UInt8](repeating: 0, count: ContentHash.count)).prefix(ContentHash.count))
    guard let hash = ContentHash(bytes: octets) else { fatalError("32 octets are a hash") }
    demand(hash.bytes == octets, "a hash keeps its octets")
    return hash
  }

  private static func check(
    _ row: CopyRow, _ recording: Recording, _ account: AccountID, _ now: Int64, _ index: MailIndex
  ) throws {
    guard case .new(let record) = recording.message else { return }
    demand(row.uid == recording.uid && row.tag == recording.tag, "a unique-id comes out as it went in")
    demand(row.listedOctets == recording.listedOctets, "so does the size that was listed")
    demand(try index.copies(account, tag: recording.tag).contains(row), "a copy is found by its tag")
    demand(try index.copies(account, headerHash: record.headerHash).contains(row), "and by its header")
    demand(try index.copies(ofMessage: row.message) == [row], "and by its message")
    guard let message = try index.message(row.message) else { fatalError("Not so: a message is there") }
    demand(message.account == account && message.state == .stored, "a message is its account's")
    demand(same(message.message, record), "a message comes out as it went in")
    let alike = try index.messages(account, contentHash: record.contentHash, headerHash: record.headerHash)
    demand(alike.contains(message), "a message is found by its content")
  }

  /// Octet for octet; `==` takes texts for equal that are written differently.
  private static func same(_ one: MessageRecord, _ other: MessageRecord) -> Bool {
    let texts = { (record: MessageRecord) in
      let envelope = record.envelope
      return [
        record.folder, record.base, envelope.fromName, envelope.fromAddress, envelope.to, envelope.subject,
        envelope.messageID, envelope.inReplyTo, envelope.references,
      ].map { $0.map { Array($0.utf8) } }
    }
    return one == other && texts(one) == texts(other)
  }

  private static func checkStates(
    _ rows: [CopyRow], _ account: AccountID, _ index: MailIndex, _ input: inout FuzzInput
  ) throws {
    let state = input.choice(CopyState.allCases)
    try index.mark(rows.map(\.id), state, isTry: true, now: input.integer())
    var found: [Int64] = []
    try index.forEachCopy(account, states: [state]) { row in
      demand(row.state == state && row.deleteTries == 1, "a state is kept, and a try is counted")
      found.append(row.id)
    }
    demand(found == rows.map(\.id), "copies are handed out in order")
    demand(try index.copyCount(account, states: [state]) == rows.count, "and counted")
    let binding = Binding(
      copy: rows[0].id, tag: [UInt8](repeating: 1, count: 10), uid: input.octets(),
      listedOctets: input.integer())
    try index.bind([binding], now: 0)
    let bound = try index.copies(account, tag: binding.tag).first { $0.id == binding.copy }
    demand(bound?.uid == binding.uid && bound?.listedOctets == binding.listedOctets, "a copy is bound anew")
    try index.mark(rows.map { FileMark(id: $0.message, base: $0.base, state: .damaged) })
    var messages: [Int64] = []
    try index.forEachMessage(account) { row in
      demand(row.state == .damaged, "a state is kept")
      messages.append(row.id)
    }
    demand(
      Set(messages) == Set(rows.map(\.message)) && messages.count == rows.count, "all messages are handed out"
    )
  }

  private static func checkDiary(_ account: AccountID, _ index: MailIndex, _ input: inout FuzzInput) throws {
    let aside = SetAsideRow(
      uid: input.octets(), listedOctets: input.flag() ? input.integer() : nil, reason: input.text(),
      attempts: Int(input.integer()), firstAt: input.integer(), retryAt: input.integer())
    try index.setAside(aside, for: account)
    demand(try index.setAside(account, uid: aside.uid) == aside, "what is set aside is found")
    demand(try index.setAsides(account) == [aside], "and listed")
    demand(try index.totals(account).setAside == 1, "and counted")
    try index.clearSetAside([aside.uid], for: account)
    demand(try index.setAsides(account).isEmpty, "and taken back")
    var memory = MailboxMemory()
    memory.count = UInt32(truncatingIfNeeded: input.integer())
    memory.octets = input.flag() ? input.integer() : nil
    memory.lastUID = input.flag() ? input.octets() : nil
    memory.rule = input.flag() ? input.text() : nil
    memory.loginDelay = input.flag() ? input.integer() : nil
    try index.remember(memory, for: account)
    demand(try index.memory(account) == memory, "a memory comes out as it went in")
    var run = RunRow(startedAt: input.integer(), endedAt: input.integer())
    run.failure = input.flag() ? .init(kind: input.text(), message: input.text(), isTemporary: true) : nil
    try index.recordRun(run, for: account)
    demand(try index.lastRuns()[account] == run, "a run comes out as it went in")
  }
}
