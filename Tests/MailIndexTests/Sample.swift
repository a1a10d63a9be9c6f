import MailIndex
import TestFiles

/// An index in a folder of its own, with one account, and rows to put in.
struct Sample {
  let folder: TemporaryFolder
  let index: MailIndex
  let account: AccountID

  var path: String { folder("index.sqlite") }

  init(journal: MailIndex.Journal = .wal) throws {
    folder = try TemporaryFolder()
    index = try MailIndex.open(at: folder("index.sqlite"), mode: .writing, journal: journal)
    account = try index.demandAccount("home")
  }

  /// Records one new message for each number, the number being all that tells them apart.
  @discardableResult
  func record(_ numbers: some Sequence<Int>, now: Int64 = 1000) throws -> [CopyRow] {
    try index.record(numbers.map { .sample($0) }, for: account, now: now)
  }

  /// All copies of the account, in any state.
  func copies() throws -> [CopyRow] {
    var copies: [CopyRow] = []
    try index.forEachCopy(account, states: Set(CopyState.allCases)) { copies.append($0) }
    return copies
  }

  /// All messages of the account, newest first.
  func messages() throws -> [MessageRow] {
    var messages: [MessageRow] = []
    try index.forEachMessage(account) { messages.append($0) }
    return messages
  }
}

/// An account or a row that had to be there was not.
struct Absent: Error {}

extension MailIndex {
  func demandAccount(_ name: String) throws -> AccountID {
    guard let account = try account(named: name, create: true) else { throw Absent() }
    return account
  }
}

extension ContentHash {
  /// A hash of which each octet depends on `number`.
  static func sample(_ number: Int) throws -> ContentHash {
    let bytes = (0..<32).map {
      UInt8(truncatingIfNeeded: (number &+ 1) &* 0x9E37_79B9 >> ($0 % 8 * 4) ^ $0 &* 37)
    }
    guard let hash = ContentHash(bytes: bytes) else { throw Absent() }
    return hash
  }
}

/// The tag of a made unique-id: 10 octets.
func tag(_ number: Int) -> [UInt8] {
  (0..<10).map { UInt8(truncatingIfNeeded: number >> ($0 * 8 % 32) ^ $0) }
}

extension Recording {
  static func sample(_ number: Int, content: Int? = nil) -> Recording {
    Recording(
      .new(.sample(number, content: content)), tag: MailIndexTests.tag(number),
      uid: Array("uid-\(number)".utf8),
      listedOctets: Int64(number * 10))
  }
}

extension MessageRecord {
  static func sample(_ number: Int, content: Int? = nil) -> MessageRecord {
    guard let hash = try? ContentHash.sample(content ?? number), let header = try? ContentHash.sample(-number)
    else { preconditionFailure("a made hash has 32 octets") }
    return MessageRecord(
      base: "\(number).k3v5x2m4p7q6r3sj.popkeep,S=\(number)", size: Int64(number),
      wireOctets: Int64(number * 10), storedAsLF: number % 2 == 0, contentHash: hash, headerHash: header,
      arrived: Int64(number), storedAt: 1000,
      envelope: EnvelopeRecord(date: Int64(number), subject: "Message \(number)"))
  }
}

extension IndexFailure {
  /// The code of the failure that `body` ends with; nil: it ends well.
  static func code(_ body: () throws -> Void) throws -> Code? {
    do { try body() } catch let failure as IndexFailure { return failure.code }
    return nil
  }
}
