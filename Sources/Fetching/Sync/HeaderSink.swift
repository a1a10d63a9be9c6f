import Archive
import POP3
import POP3Client

/// Hashes the headers that TOP n 0 shows, one message after the other.
struct HeaderSink: MessageSink, ~Copyable {
  /// A header larger than this is no header; what follows a header, where a server answers TOP with the whole
  /// message, is not looked at.
  private static let limit = 2 << 20

  /// The hash of each header by message number; a message missing here was refused or too long.
  private(set) var hashes: [MessageNumber: HeaderHash] = [:]
  /// The server's words to the first TOP that it refused.
  private(set) var refusal: Reply?
  private var hasher: HeaderHasher?
  private var received = 0

  var shouldStop: Bool { false }

  mutating func begin(_ number: MessageNumber) throws {
    hasher = HeaderHasher()
    received = 0
  }

  mutating func append(_ bytes: RawSpan) throws {
    received += bytes.byteCount
    hasher?.update(bytes)
    if received > Self.limit, hasher?.isComplete == false { hasher = nil }
    if received > 16 * Self.limit { throw HeaderSink.Endless() }
  }

  mutating func end(_ number: MessageNumber) throws {
    if let finished = hasher.take() { hashes[number] = finished.finish() }
  }

  mutating func refused(_ number: MessageNumber, _ reply: Reply) throws {
    if refusal == nil { refusal = reply }
  }

  /// An answer to TOP that does not end.
  struct Endless: Error {}
}
