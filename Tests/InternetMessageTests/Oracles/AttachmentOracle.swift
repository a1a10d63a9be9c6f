import FoundationEssentials
import InternetMessage
import OpenSSL
import TestFiles

/// The attachments that imap_tools finds in a message.
struct AttachmentOracles: Decodable {
  let attachments: [AttachmentOracle]
}

/// One attachment: what it is called, and what it holds.
struct AttachmentOracle: Decodable, Equatable {
  struct Payload: Decodable, Equatable {
    let sha256: String
    let bytes: Int
  }

  let filename: String
  let content_type: String
  let payload: Payload

  /// What stands for it where there is none.
  var absent: AttachmentOracle {
    AttachmentOracle(filename: "none", content_type: "", payload: Payload(sha256: "", bytes: 0))
  }

  private init(filename: String, content_type: String, payload: Payload) {
    self.filename = filename
    self.content_type = content_type
    self.payload = payload
  }

  init(_ part: MessagePart, _ message: [UInt8]) {
    var decoder = ContentDecoder(part.encoding)
    var content: [UInt8] = []
    decoder.decode(message[part.body].span, into: &content)
    decoder.finish(into: &content)
    filename = part.filename ?? ""
    content_type = part.type.name
    payload = Payload(sha256: "\(Hash.sha256(content))", bytes: content.count)
  }
}

/// What James' indexer says of a message.
struct JamesOracle: Decodable {
  struct Attachment: Decodable {
    let mediaType: String
    let subtype: String
    let fileName: String?
  }

  let mediaType: String
  let subtype: String
  let attachments: [Attachment]
  let textBody: String?
  let htmlBody: String?

  /// By the name of the message; a result is of the message of that name that its tests index.
  static func all(in oracles: String, for corpus: String) throws -> [(String, JamesOracle)] {
    let messages = try folderNames("\(corpus)/james")
    return try folderNames("\(oracles)/james").flatMap { file in
      let oracle = try JSONDecoder().decode(
        JamesOracle.self, from: Data(try readFile("\(oracles)/james/\(file)")))
      let names = ["store__", "opensearch__"].map { $0 + file.dropLast(".json".count) + ".eml" }
      return names.filter(messages.contains).map { ("james/\($0)", oracle) }
    }
  }
}
