package import InternetMessage
import Maildir

/// A stored message that is read part by part: no part costs more than itself.
package struct OpenedMessage: ~Copyable {
  /// Its parts; offsets count octets of the file.
  package let structure: MessageStructure
  /// The path of the file as it was found.
  package let file: String
  /// The Maildir flags of the file's name, such as `RS`; without `S` nobody has read it.
  package let flags: String
  private let octets: StoredOctets
  /// The file has LF where the wire had CRLF.
  private let storedAsLF: Bool
  private let root: String

  init(_ file: StoredFile, in maildir: Maildir, storedAsLF: Bool, limit: Int, path: String, root: String)
    throws(FileFailure)
  {
    let octets = try StoredOctets(try maildir.openStored(file), limit: limit)
    structure = try Self.structure(of: octets)
    self.octets = octets
    self.storedAsLF = storedAsLF
    self.root = root
    self.file = path
    flags = file.flags ?? ""
  }

  private static func structure(of octets: borrowing StoredOctets) throws(FileFailure) -> MessageStructure {
    var reader = StructureReader()
    do {
      try octets.forEachPiece(of: 0..<octets.count) { reader.append($0) }
    } catch let failure as FileFailure {
      throw failure
    } catch {
      preconditionFailure("only the file can fail: \(error)")
    }
    return reader.finish()
  }

  /// The header section of the message, or that of a part, as it is stored, cut at `limit` octets.
  package func header(of part: MessagePart? = nil, limit: Int = 1 << 20) throws -> [UInt8] {
    let range = (part ?? structure.parts[0]).header
    return try gather(range.prefix(limit))
  }

  /// The decoded content of a part, cut at `limit` octets.
  package func content(of part: MessagePart, limit: Int) throws -> [UInt8] {
    var content: [UInt8] = []
    try decode(part, storedAsLF: false, stoppingAt: limit) { content += $0 }
    if content.count > limit { content.removeSubrange(limit...) }
    return content
  }

  /// Calls `body` with the decoded content of a part, in pieces; what has no encoding comes as it came over the wire.
  package func forEachPiece(of part: MessagePart, _ body: ([UInt8]) throws -> Void) throws {
    try decode(part, storedAsLF: storedAsLF, stoppingAt: .max, body)
  }

  /// The text of the message in UTF-8: of as many parts as come to `limit` octets.
  package func text(for use: MessageStructure.TextUse, limit: Int) throws -> [UInt8] {
    var text: [UInt8] = []
    let parts = try structure.textParts(for: use) { index in
      // Some programs put an empty text beside the HTML that they mean.
      try content(of: structure.parts[index], limit: 1 << 12).allSatisfy { $0 <= 0x20 }
    }
    for index in parts where text.count < limit {
      let part = structure.parts[index]
      PartText.append(try content(of: part, limit: limit), of: part, for: use, to: &text)
      if text.last != 10 { text.append(10) }
    }
    return text
  }

  private func gather(_ range: Range<Int>) throws -> [UInt8] {
    var octets: [UInt8] = []
    try explaining {
      try self.octets.forEachPiece(of: range) { piece in
        piece.withUnsafeBufferPointer { octets.append(contentsOf: $0) }
      }
    }
    return octets
  }

  private func decode(
    _ part: MessagePart, storedAsLF: Bool, stoppingAt limit: Int, _ body: ([UInt8]) throws -> Void
  ) throws {
    let encoding = try encoding(of: part)
    var decoder = ContentDecoder(encoding)
    // Line ends of quoted-printable are part of what it writes: they are given back before it is read.
    let lines = LineExpander(
      isNeeded: storedAsLF && (encoding == .identity || encoding == .quotedPrintable))
    var content: [UInt8] = []
    var count = 0
    try explaining {
      try octets.forEachPiece(of: part.body) { piece in
        guard count < limit else { return }
        content.removeAll(keepingCapacity: true)
        lines.forEach(piece) { decoder.decode($0, into: &content) }
        count += content.count
        if !content.isEmpty { try body(content) }
      }
    }
    content.removeAll(keepingCapacity: true)
    decoder.finish(into: &content)
    if !content.isEmpty, count < limit { try body(content) }
  }

  /// How a part is written, by what it says and what its first octets show.
  private func encoding(of part: MessagePart) throws -> ContentEncoding {
    guard part.encoding == .base64 else { return part.encoding }
    let start = try gather(part.body.prefix(MessagePart.tellingOctets))
    return part.encoding(of: start.span)
  }

  private func explaining(_ body: () throws -> Void) throws {
    try ArchiveFailure.explaining(root, body)
  }
}

/// Gives lines that are stored with LF the CRLF that they came with.
private struct LineExpander {
  let isNeeded: Bool

  /// Calls `body` with the octets as they came.
  func forEach(_ octets: Span<UInt8>, _ body: (Span<UInt8>) -> Void) {
    guard isNeeded else { return body(octets) }
    var wire: [UInt8] = []
    wire.reserveCapacity(octets.count + octets.count / 32 + 16)
    for index in octets.indices {
      if octets[index] == 10 { wire.append(13) }
      wire.append(octets[index])
    }
    body(wire.span)
  }
}

extension Range<Int> {
  fileprivate func prefix(_ limit: Int) -> Range<Int> {
    lowerBound..<Swift.min(upperBound, lowerBound + limit)
  }
}
