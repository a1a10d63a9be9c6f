import FoundationEssentials
import InternetMessage
import OpenSSL
import TestFiles
import Testing

@Suite struct StructureOracleTests {
  @Test func `parts of mailbox files begin and end where MimeKit sees them`() throws {
    guard let oracles = try oracles(), let corpus = Corpus.folder else { return }
    var agreement = Agreement("Parts: MimeKit")
    for mailbox in ["content-length", "issue1189"] {
      let octets = try readFile("\(corpus)/mimekit/mbox/\(mailbox).mbox")
      for (index, oracle) in try mimeKit("\(oracles)/mimekit/mbox/\(mailbox).unix-offsets.json").enumerated()
      {
        let message = Array(octets[oracle.beginOffset..<oracle.endOffset])
        compare("mimekit/mbox/\(mailbox).mbox#\(index + 1)", message, oracle, &agreement)
      }
    }
    // The messages of jwz.mbox are files of their own here, each with one line end more.
    for (index, oracle) in try mimeKit("\(oracles)/mimekit/mbox/jwz.unix-offsets.json").enumerated() {
      let number = String(index + 1)
      let name = "mailcore2/jwz/jwz-\(String(repeating: "0", count: 3 - number.count))\(number).eml"
      guard try folderNames("\(corpus)/mailcore2/jwz").contains(where: { name.hasSuffix($0) }) else {
        continue
      }
      let message = try readFile("\(corpus)/\(name)").prefix(oracle.endOffset - oracle.beginOffset)
      compare(name, Array(message), oracle, &agreement)
    }
    try agreement.expectAsDocumented()
  }

  @Test func `parts, their types and file names are those of mailcore2`() throws {
    guard let oracles = try oracles(), let corpus = Corpus.folder else { return }
    var agreement = Agreement("Parts: mailcore2")
    for group in ["jwz", "parser"] {
      for name in try folderNames("\(oracles)/mailcore2/\(group)") {
        let data = Data(try readFile("\(oracles)/mailcore2/\(group)/\(name)"))
        let oracle = try JSONDecoder().decode(MailcorePartOracle.self, from: data)
        let message = "mailcore2/\(group)/\(name.dropLast(".json".count))"
        let structure = MessageStructure(reading: try readFile("\(corpus)/\(message)"))
        agreement.compare(message, oracle.parts, structure.parts.map(MailcorePartOracle.described))
      }
    }
    try agreement.expectAsDocumented()
  }

  @Test func `every attachment that imap_tools finds is a part with that name and content`() throws {
    guard let oracles = try oracles(), let corpus = Corpus.folder else { return }
    let data = Data(try readFile("\(oracles)/imap_tools/expected.json"))
    var agreement = Agreement("Attachments: imap_tools")
    for (name, oracle) in try JSONDecoder().decode([String: AttachmentOracles].self, from: data) {
      let message = try readFile("\(corpus)/\(name)")
      let parts = MessageStructure(reading: message).contents
      for attachment in oracle.attachments {
        // What is nearest is shown where none is the same.
        let found = parts.map { AttachmentOracle($0, message) }
        let nearest =
          found.first { $0 == attachment } ?? found.first { $0.payload == attachment.payload }
          ?? found.first { $0.filename == attachment.filename }
        agreement.compare(name, "content", attachment, nearest ?? attachment.absent)
      }
    }
    try agreement.expectAsDocumented()
  }

  @Test func `what is attached is what imap_tools and James call attached`() throws {
    guard let oracles = try oracles(), let corpus = Corpus.folder else { return }
    var agreement = Agreement("What is attached")
    let data = Data(try readFile("\(oracles)/imap_tools/expected.json"))
    for (name, oracle) in try JSONDecoder().decode([String: AttachmentOracles].self, from: data) {
      let parts = MessageStructure(reading: try readFile("\(corpus)/\(name)")).parts
      let names = parts.filter(\.isAttachment).map { $0.filename ?? "" }
      agreement.compare(name, "attached", oracle.attachments.map(\.filename), names)
    }
    for (name, oracle) in try JamesOracle.all(in: oracles, for: corpus) {
      let parts = MessageStructure(reading: try readFile("\(corpus)/\(name)")).parts
      let attached = parts.filter(\.isAttachment)
      agreement.compare(
        name, "attached", oracle.attachments.map { "\($0.mediaType)/\($0.subtype) \($0.fileName ?? "")" },
        attached.map { "\($0.type.name) \($0.filename ?? "")" })
      agreement.compare(name, "type", "\(oracle.mediaType)/\(oracle.subtype)", parts[0].type.name)
    }
    try agreement.expectAsDocumented()
  }

  private func mimeKit(_ path: String) throws -> [MimeKitOracle] {
    try JSONDecoder().decode([MimeKitOracle].self, from: Data(try readFile(path)))
  }

  private func compare(
    _ name: String, _ message: [UInt8], _ oracle: MimeKitOracle, _ agreement: inout Agreement
  ) {
    let parts = MessageStructure(reading: message).parts
    // Some files lack a line or an octet that the mailbox has.
    let withOffsets = message.count == oracle.endOffset - oracle.beginOffset
    agreement.compare(
      name, oracle.parts(withOffsets: withOffsets), parts.map { PartOracle($0, withOffsets: withOffsets) })
  }
}
