import InternetMessage
package import MailIndex
import Maildir
import OpenSSL

/// A message on its way into the archive: written, hashed and read for its header as it comes, in one pass.
///
/// Letting go of it before `finish` leaves nothing behind: that delivery never happened.
package struct Intake: ~Copyable {
  private var delivery: Delivery
  private var digests = MessageDigests(keepingHeader: true)
  private let origin: Origin
  private let path: String

  /// Where a message comes from, and what is known of it by that.
  enum Origin {
    /// - Parameter uid: raw; empty: the server has none.
    case server(uid: [UInt8], listedOctets: Int64?, now: Int64)
    case copy(CopiedMessage)
    case elsewhere(ImportedMessage)
  }

  init(_ delivery: consuming Delivery, from origin: Origin, path: String) {
    self.delivery = delivery
    self.origin = origin
    self.path = path
  }

  /// Takes the next octets of the wire form, cut anywhere.
  package mutating func append(_ bytes: RawSpan) throws {
    digests.update(bytes)
    do throws(FileFailure) {
      try delivery.append(bytes)
    } catch {
      throw ArchiveFailure(.file(error), path)
    }
  }

  /// Ends the message: all of it is written, and waits to be committed.
  package consuming func finish() throws -> PendingMessage {
    let envelope = Envelope(header: digests.headerLines)
    let (origin, octets, path) = (origin, digests.octets, path)
    let arrival =
      switch origin {
      case .server(_, _, let now): envelope.received ?? envelope.date ?? now
      case .copy(let copy): copy.arrival
      case .elsewhere(let message): envelope.received ?? envelope.date ?? message.arrival
      }
    let hashes = digests.finish()
    do throws(FileFailure) {
      let written = try delivery.finish(arrival: arrival)
      return PendingMessage(
        written: written, origin: origin, wireOctets: octets, contentHash: hashes.content.column,
        headerHash: hashes.header, envelope: EnvelopeRecord(bounded: envelope))
    } catch {
      throw ArchiveFailure(.file(error), path)
    }
  }
}

/// A message that is written and not yet durable. Letting go of it removes its file.
///
/// A class, since a batch of them passes through many hands.
package final class PendingMessage: Sendable {
  let written: WrittenMessage
  /// Raw; empty: the server has none; nil: not known.
  let uid: [UInt8]?
  let listedOctets: Int64?
  /// Octets as they came over the wire.
  package let wireOctets: Int64
  let tag: DeliveryTag
  package let contentHash: ContentHash
  let headerHash: HeaderHash
  let envelope: EnvelopeRecord
  /// The Maildir++ folder it belongs into; nil: the one that the account's options say.
  let folder: String?
  /// When it was safe first, in seconds since 1970 UTC; nil: now.
  let storedAt: Int64?
  /// Maildir flags; nil: those that the account's options say.
  let flags: String?

  init(
    written: WrittenMessage, origin: Intake.Origin, wireOctets: Int64, contentHash: ContentHash,
    headerHash: HeaderHash, envelope: EnvelopeRecord
  ) {
    self.written = written
    switch origin {
    case .server(let uid, let listedOctets, _):
      self.uid = uid
      self.listedOctets = listedOctets
      tag = UniqueIDTag.tag(of: uid, headerHash, octets: wireOctets)
      (folder, storedAt, flags) = (nil, nil, nil)
    case .copy(let copy):
      (uid, listedOctets) = (nil, nil)
      tag = copy.tag
      folder = copy.folder
      storedAt = copy.storedAt
      flags = nil
    case .elsewhere(let message):
      (uid, listedOctets) = (nil, nil)
      tag = UniqueIDTag.tag(ofImported: contentHash)
      (folder, storedAt, flags) = (nil, nil, message.flags)
    }
    self.wireOctets = wireOctets
    self.contentHash = contentHash
    self.headerHash = headerHash
    self.envelope = envelope
  }

  /// It came from no server, now or when its copy was made: no server's copy is bound to it by its delivery.
  package var isImported: Bool { tag == UniqueIDTag.tag(ofImported: contentHash) }
}

/// The first 80 bits of SHA-256 of a unique-id, which file names carry.
enum UniqueIDTag {
  /// The tag of a unique-id; for a message without one, of its header hash and size.
  static func tag(of uid: [UInt8], _ header: HeaderHash, octets: Int64) -> DeliveryTag {
    uid.isEmpty ? tag(header.column.bytes + Array(String(octets).utf8)) : tag(uid)
  }

  /// The tag of a message that came from no server: by its content alone, so that its file tells that for ever. No
  /// unique-id has this tag, since none has a line end in it.
  static func tag(ofImported content: ContentHash) -> DeliveryTag {
    tag(Array("\r\nimported\r\n".utf8) + content.bytes)
  }

  static func tag(_ bytes: [UInt8]) -> DeliveryTag {
    let digest = Hash.sha256(bytes)
    guard let tag = digest.withOctets({ DeliveryTag(bytes: Array($0[..<DeliveryTag.size])) }) else {
      preconditionFailure("a SHA-256 has 32 octets")
    }
    return tag
  }
}
