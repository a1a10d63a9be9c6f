package import Archive
import InternetMessage
import OpenSSL

/// The parts of a message and its text, as `show --json` prints them.
package struct MessageContent: Sendable, Equatable {
  /// A part with content of its own.
  package struct Part: Encodable, Sendable, Equatable {
    /// `1.2`
    package let path: String
    package let type: String
    package let charset: String?
    package let disposition: String?
    package let filename: String?
    /// Of the decoded content, as is `sha256`.
    package let octets: Int64
    package let sha256: String
  }

  package let parts: [Part]
  package let text: String

  /// Octets of text that are shown, at most.
  package static let textLimit = 16 << 20

  /// That of a message whose file is gone.
  init() { (parts, text) = ([], "") }

  package init(_ message: borrowing OpenedMessage) throws {
    var parts: [Part] = []
    for part in message.structure.contents { parts.append(try Self.part(part, of: message)) }
    self.parts = parts
    text = String(decoding: try message.text(for: .reading, limit: Self.textLimit), as: UTF8.self)
  }

  private static func part(_ part: MessagePart, of message: borrowing OpenedMessage) throws -> Part {
    var hasher = SHA256Hasher()
    var octets: Int64 = 0
    try message.forEachPiece(of: part) { bytes in
      hasher.update(bytes)
      octets += Int64(bytes.count)
    }
    return Part(
      path: part.path, type: part.type.name, charset: part.type.parameter("charset"),
      disposition: part.disposition, filename: part.filename, octets: octets, sha256: hasher.finish().hex)
  }
}

extension MessageContent.Part {
  private enum Key: String, CodingKey { case path, type, charset, disposition, filename, octets, sha256 }

  package func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: Key.self)
    try members.encode(path, forKey: .path)
    try members.encode(type, forKey: .type)
    // Null where the header does not say.
    try members.encode(charset, forKey: .charset)
    try members.encode(disposition, forKey: .disposition)
    try members.encode(filename, forKey: .filename)
    try members.encode(octets, forKey: .octets)
    try members.encode(sha256, forKey: .sha256)
  }
}
