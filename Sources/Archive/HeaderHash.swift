import Glibc
package import MailIndex
package import OpenSSL

/// The SHA-256 of a message's header lines in wire form, without the blank line: what TOP n 0 shows of it.
///
/// It proves on a later day that a number still names the message that is archived.
package struct HeaderHash: Hashable, Sendable {
  /// As the index keeps it.
  let column: ContentHash

  package init(_ digest: SHA256Digest) { column = digest.column }

  init(_ column: ContentHash) { self.column = column }
}

/// Hashes the header of a message that comes in pieces, and stops at the blank line.
///
/// A message without a blank line is all header. The CRLF that ends the last header line belongs to it. A
/// line ends with LF, with or without a CR before it; the octets hashed are those that came.
package struct HeaderHasher: ~Copyable {
  private var hasher = SHA256Hasher()
  private var line = LineState.start
  /// Octets of the header so far, without those held.
  package private(set) var count = 0
  /// True once the blank line was seen: what follows is not looked at.
  package private(set) var isComplete = false

  /// What of the current line was seen: nothing, a lone CR that may begin a blank line, or text.
  private enum LineState { case start, carriageReturn, text }

  package init() {}

  /// Takes the next octets in, and returns how many of them belong to the header.
  @discardableResult
  package mutating func update(_ bytes: RawSpan) -> Int {
    guard !isComplete else { return 0 }
    let (fields, held) = scan(bytes)
    if held == .releasedBefore { hasher.update([13]) }
    hasher.update(bytes.extracting(first: fields))
    count += fields + (held == .releasedBefore ? 1 : 0)
    return fields
  }

  /// The hash of the header lines.
  package consuming func finish() -> HeaderHash {
    if !isComplete && line == .carriageReturn { hasher.update([13]) }
    return HeaderHash(hasher.finish())
  }

  private enum Held { case none, releasedBefore }

  /// How many of `bytes` are header lines; a CR held from before may turn out to be one of them.
  private mutating func scan(_ bytes: RawSpan) -> (Int, Held) {
    var index = 0
    var held = Held.none
    let count = bytes.byteCount
    while index < count {
      switch line {
      case .text:
        guard let end = bytes.firstIndex(of: 10, from: index) else { return (count, held) }
        index = end + 1
        line = .start
      case .start:
        let byte = bytes.byte(at: index)
        if byte == 10 { return complete(index, held) }
        if byte == 13 {
          if index + 1 == count {
            line = .carriageReturn
            return (index, held)
          }
          if bytes.byte(at: index + 1) == 10 { return complete(index, held) }
        }
        line = .text
      case .carriageReturn:
        if bytes.byte(at: index) == 10 { return complete(index, held) }
        held = .releasedBefore
        line = .text
      }
    }
    return (count, held)
  }

  private mutating func complete(_ index: Int, _ held: Held) -> (Int, Held) {
    isComplete = true
    return (index, held)
  }
}

extension RawSpan {
  fileprivate func byte(at index: Int) -> UInt8 {
    withUnsafeBytes { $0[index] }
  }

  fileprivate func firstIndex(of byte: UInt8, from start: Int) -> Int? {
    withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress,
        let found = memchr(base + start, Int32(byte), bytes.count - start)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }
}

extension SHA256Digest {
  /// The same hash as the index keeps it.
  package var column: ContentHash {
    guard let hash = withOctets(ContentHash.init(octets:)) else {
      preconditionFailure("a SHA-256 has 32 octets")
    }
    return hash
  }
}
