import FoundationEssentials

/// One message of a mailbox file, as MimeKit's tests say where its parts stand.
struct MimeKitOracle: Decodable {
  /// A part; `message` is what a message/rfc822 holds.
  struct Entity: Decodable {
    struct Enclosed: Decodable { let body: Box }

    /// Decodable structures cannot hold themselves.
    final class Box: Decodable {
      let entity: Entity
      init(from decoder: any Decoder) throws { entity = try Entity(from: decoder) }
    }

    let mimeType: String
    let beginOffset: Int
    let headersEndOffset: Int
    let endOffset: Int
    let children: [Entity]?
    let message: Enclosed?
  }

  let beginOffset: Int
  let endOffset: Int
  let body: Entity

  /// All parts, with offsets from the beginning of the message.
  ///
  /// The header that a message/external-body holds is a message to MimeKit; here it is content, as in IMAP.
  func parts(withOffsets: Bool) -> [PartOracle] {
    parts(of: body, depth: 0).map { part in
      withOffsets ? part : PartOracle(depth: part.depth, type: part.type)
    }
  }

  private func parts(of entity: Entity, depth: Int) -> [PartOracle] {
    let offsets = [entity.beginOffset, entity.headersEndOffset, entity.endOffset].map { $0 - beginOffset }
    var found = [PartOracle(depth: depth, type: entity.mimeType, offsets: offsets)]
    for child in entity.children ?? [] { found += parts(of: child, depth: depth + 1) }
    if let message = entity.message, entity.mimeType.lowercased() != "message/external-body" {
      found += parts(of: message.body.entity, depth: depth + 1)
    }
    return found
  }
}
