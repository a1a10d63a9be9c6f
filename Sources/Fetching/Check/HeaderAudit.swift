import POP3
import POP3Client

/// Looks at what TOP n 0 shows: a header, and the blank line behind it (RFC 1939, section 7).
struct HeaderAudit: MessageSink, ~Copyable {
  /// A server that sends so much sends no header.
  struct Endless: Error {}

  private static let longest = 4 << 20

  private(set) var refusal: Reply?
  private var octets = 0
  private var headerEnd: Int?
  private var tail: [UInt8] = []

  var shouldStop: Bool { false }

  mutating func begin(_ number: MessageNumber) {}
  mutating func end(_ number: MessageNumber) {}
  mutating func refused(_ number: MessageNumber, _ reply: Reply) { refusal = reply }

  mutating func append(_ bytes: RawSpan) throws {
    guard octets + bytes.byteCount <= Self.longest else { throw Endless() }
    bytes.withUnsafeBytes { piece in
      for octet in piece {
        octets += 1
        guard headerEnd == nil else { continue }
        tail = tail.suffix(3) + [octet]
        if tail.suffix(2) == [10, 10] || tail == [13, 10, 13, 10] { headerEnd = octets }
      }
    }
  }

  consuming func finding(listed: Int64?) -> CheckFinding {
    if let refusal {
      return CheckFinding(
        text: "refused: \"\(refusal.printable)\"",
        notes: [
          "Without TOP what was fetched in an earlier session is proved by reading it once more before it is deleted."
        ])
    }
    var finding = CheckFinding(text: "a header of \(headerEnd ?? octets) octets")
    if let end = headerEnd, octets > end {
      finding.notes.append("TOP sends \(octets - end) octets of the text too; popkeep passes over them.")
    }
    if headerEnd == nil {
      finding.notes.append(
        "What TOP shows has no end of a header; it proves nothing, and nothing is deleted on its word.")
    }
    if let listed, Int64(headerEnd ?? octets) > listed {
      finding.notes.append("The header alone has more octets than LIST says of the message (\(listed)).")
    }
    return finding
  }
}
