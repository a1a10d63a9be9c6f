import Archive
import Glibc
import InternetMessage
import MailIndex
import OpenSSL
import SystemPackage

/// A message on its way into the archive: hashes, sizes and envelope are the same however it comes.
enum IntakeFuzzer {
  private static let archive: Archive = {
    let root = FilePath("\(Scratch.path)/intake")
    do {
      try Archive.create(at: root, id: String(repeating: "0a", count: 16))
      return try Archive.open(root, for: .writing)
    } catch { fatalError("no archive can be made: \(error)") }
  }()
  private static let account: AccountArchive = {
    do { return try archive.account("anna", now: 1) } catch { fatalError("no account can be made: \(error)") }
  }()
  private nonisolated(unsafe) static var messages = 1_000_000_000

  static func run(_ input: inout FuzzInput) throws {
    let uid = input.octets()
    let cuts = input.cuts()
    let text = Array(input.rest)
    var envelopes: [EnvelopeRecord] = []
    for cut in cuts {
      // No message is another one again, which would be bound and not stored.
      messages += 1
      envelopes.append(try store(Array("X: \(messages)\r\n".utf8) + text, uid, cut))
    }
    demand(envelopes.allSatisfy { $0 == envelopes[0] }, "an envelope does not depend on cuts")
  }

  private static func store(_ message: [UInt8], _ uid: [UInt8], _ cut: Cuts) throws -> EnvelopeRecord {
    var intake = try account.begin(uid: uid, listedOctets: nil, now: 1)
    try cut.forEachPiece(of: message) { try intake.append($0) }
    var claims = Claims()
    let committed = try account.commit([try intake.finish()], claims: &claims, now: 1)
    demand(committed.count == 1 && !committed[0].isDuplicate, "one message is stored")
    guard let row = try archive.index.message(committed[0].archived.messageID) else {
      fatalError("Not so: what is archived is in the index")
    }
    let record = row.message
    let fields = HeaderSection.end(in: message)?.fields ?? message.count
    demand(record.contentHash.bytes == Hash.sha256(message).bytes, "a message has the hash of its octets")
    demand(
      record.headerHash.bytes == Hash.sha256(Array(message[..<fields])).bytes, "and that of its header")
    demand(record.wireOctets == Int64(message.count), "and their number")
    unlink("\(archive.root.string)/accounts/anna/new/\(record.base)")
    return record.envelope
  }
}
