import Archive
import InternetMessage
import MailIndex
import OpenSSL
import SystemPackage

/// A message on its way into the archive: hashes, sizes and envelope are the same however it comes.
enum IntakeFuzzer {
  private static let account: AccountArchive = {
    let root = FilePath("\(Scratch.path)/intake")
    do {
      try Archive.create(at: root, id: String(repeating: "0a", count: 16))
      return try Archive.open(root, for: .writing).account("anna", now: 1)
    } catch { fatalError("no archive can be made: \(error)") }
  }()

  static func run(_ input: inout FuzzInput) throws {
    let uid = input.octets()
    let cuts = input.cuts()
    let message = Array(input.rest)
    let fields = HeaderSection.end(in: message)?.fields ?? message.count
    let header = HeaderHash(Hash.sha256(Array(message[..<fields])))
    let content = ContentHash(bytes: Hash.sha256(message).bytes)
    var envelopes: [EnvelopeRecord] = []
    for cut in cuts {
      var intake = try account.begin(uid: uid, listedOctets: nil, now: 1)
      try cut.forEachPiece(of: message) { try intake.append($0) }
      // Nobody commits it: the file goes with the value.
      let pending = try intake.finish()
      demand(pending.contentHash == content, "a message has the hash of its octets")
      demand(pending.headerHash == header, "and of its header")
      demand(pending.wireOctets == Int64(message.count), "and their number")
      envelopes.append(pending.envelope)
    }
    demand(envelopes.allSatisfy { $0 == envelopes[0] }, "an envelope does not depend on cuts")
  }
}
