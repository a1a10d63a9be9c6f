import FoundationEssentials
import InternetMessage

/// The parts of a message as mailcore2's tests have them.
struct MailcorePartOracle: Decodable {
  final class Part: Decodable {
    struct List: Decodable { let items: [Part] }

    let `class`: String
    let partType: String?
    let mimeType: String?
    let filename: String?
    let parts: List?
    let mainPart: Part?
  }

  let mainPart: Part

  var parts: [PartOracle] { Self.parts(of: mainPart, depth: 0) }

  private static func parts(of part: Part, depth: Int) -> [PartOracle] {
    let isMessage = part.class.hasSuffix("MessagePart")
    let type = isMessage ? "message/rfc822" : part.mimeType ?? part.partType ?? ""
    let found = [PartOracle(depth: depth, type: type, filename: part.filename)]
    let children = part.parts?.items ?? part.mainPart.map { [$0] } ?? []
    return found + children.flatMap { parts(of: $0, depth: depth + 1) }
  }

  /// The library knows four kinds of multiparts, without names of files.
  static func described(_ part: MessagePart) -> PartOracle {
    guard part.isMultipart else { return PartOracle(part) }
    let known = ["alternative", "related", "signed"].contains(part.type.subtype)
    return PartOracle(depth: part.depth, type: known ? part.type.name : "multipart/mixed")
  }
}
