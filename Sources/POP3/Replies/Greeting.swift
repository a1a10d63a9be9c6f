/// What the server says first (RFC 1939, section 4).
public struct Greeting: Sendable, Equatable {
  public let reply: Reply

  public init(_ reply: Reply) { self.reply = reply }

  /// The text as people may read it, escaped.
  public var printable: String { reply.printable }

  /// The timestamp that APOP hashes, with its angle brackets; nil where the server offers no APOP.
  ///
  /// It must look like a message identifier (RFC 1939, section 7): a server in the middle could else
  /// choose octets that give the password away (CVE-2007-1558).
  public var apopTimestamp: [UInt8]? {
    guard reply.status == .ok else { return nil }
    var start: Int?
    for (index, byte) in reply.text.enumerated() {
      switch byte {
      case 60: start = index
      case 62:
        guard let first = start else { continue }
        let candidate = reply.text[first...index]
        let halves = candidate.dropFirst().dropLast().split(separator: 64, omittingEmptySubsequences: false)
        if halves.count == 2, halves.allSatisfy({ !$0.isEmpty }) { return Array(candidate) }
        start = nil
      case 33...126: continue
      default: start = nil
      }
    }
    return nil
  }
}
