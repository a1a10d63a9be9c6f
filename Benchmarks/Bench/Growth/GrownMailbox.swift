import Archive
import Glibc
import MailIndex
import OpenSSL
import SystemPackage

/// A mailbox as large as one likes, of which an archive's index says that it was fetched: no file is behind it.
///
/// The messages are numbered from 1, all of one size; number and size decide the rest, so that server and index
/// agree without talking.
enum GrownMailbox {
  /// The wire size of each message.
  static let octets = 1_000
  static let user = "grown"
  /// The account of a contender's configuration.
  static let account = "bench"

  /// As Dovecot makes them: eight digits of a number and eight of the mailbox.
  static func uid(_ number: Int) -> [UInt8] {
    Array((String(0x1_0000_0000 + number, radix: 16).dropFirst() + "6553f1ab").utf8)
  }

  /// Makes the index of the archive at `path` know messages 1 to `count`, and lets go of the archive.
  static func fill(_ path: String, count: Int) throws {
    let now = Int64(time(nil))
    let archive = try Archive.open(FilePath(path), for: .writing)
    _ = try archive.account(account, now: now)
    guard let id = try archive.index.account(named: account, create: true) else {
      throw BenchFailure("the index has no account")
    }
    for start in stride(from: 1, to: count + 1, by: batch) {
      try Interruption.check()
      let recordings = (start..<min(start + batch, count + 1)).map { recording($0, now: now) }
      _ = try archive.index.record(recordings, for: id, now: now)
    }
    try archive.index.close()
  }

  /// Makes the archive remember the mailbox as one with `count` messages; `isListed`: a run listed it just now, so
  /// that a probe is enough; else the next run lists it.
  static func remember(_ path: String, count: Int, isListed: Bool) throws {
    let now = Int64(time(nil))
    let archive = try Archive.open(FilePath(path), for: .writing)
    let known = try archive.account(account, now: now)
    var memory = try known.memory() ?? MailboxMemory()
    memory.count = UInt32(count)
    memory.octets = Int64(count) * Int64(octets)
    memory.lastUID = uid(count)
    memory.listedAt = isListed ? now : 0
    memory.rule = memory.rule ?? "keep"
    try known.remember(memory)
    try archive.index.close()
  }

  /// Messages a transaction.
  private static let batch = 50_000

  private static func recording(_ number: Int, now: Int64) -> Recording {
    let uid = uid(number)
    let digest = Hash.sha256(uid).bytes
    let tag = Array(digest.prefix(10))
    let content = ContentHash(bytes: digest) ?? zero
    let message = MessageRecord(
      base: "1700000000.M\(number)P1Q1.bench,S=970,W=1000,U=\(String(number, radix: 32))", size: 970,
      wireOctets: Int64(octets), storedAsLF: true, contentHash: content,
      headerHash: ContentHash(bytes: Hash.sha256(digest).bytes) ?? zero, arrived: now, storedAt: now,
      envelope: EnvelopeRecord(
        date: 1_700_000_000 + Int64(number), fromName: "Correspondent \(number % 97)",
        fromAddress: "correspondent\(number % 97)@example.net", to: "Alice Example <alice@example.org>",
        subject: "Re: message \(number) of the bench", messageID: "<\(number).bench@example.net>"))
    return Recording(.new(message), tag: tag, uid: uid, listedOctets: Int64(octets))
  }

  private static let zero: ContentHash = {
    guard let hash = ContentHash(bytes: [UInt8](repeating: 0, count: ContentHash.count)) else {
      fatalError("32 octets are a hash")
    }
    return hash
  }()
}
