import POP3
import Testing

@Suite struct LineDecoderTests {
  struct Line: Equatable {
    var text: String
    var end: LineEnd
    var isCut: Bool
  }

  private func lines(_ pieces: [[UInt8]], limit: Int, longest: Int = 1_000) throws(ProtocolViolation)
    -> [Line]
  {
    var decoder = LineDecoder(limit: limit, longest: longest)
    var found: [Line] = []
    for piece in pieces {
      var offset = 0
      while let line = try decoder.next(
        in: piece.span.bytes, from: &offset,
        { Line(text: octets($0).map { String(Unicode.Scalar($0)) }.joined(), end: $1.end, isCut: $1.isCut) })
      { found.append(line) }
      #expect(offset == piece.count)
    }
    return found
  }

  private func octets(_ span: RawSpan) -> [UInt8] { span.withUnsafeBytes { Array($0) } }

  @Test func `lines come out the same however the wire is cut`() throws {
    let wire = Array(
      "a\r\n\r\n\nbare\nlone\rreturn\r\r\nexactly8\r\nnine char\r\nmuch too long\nend\r\n".utf8)
    let expected = [
      Line(text: "a", end: .crlf, isCut: false), Line(text: "", end: .crlf, isCut: false),
      Line(text: "", end: .lf, isCut: false), Line(text: "bare", end: .lf, isCut: false),
      Line(text: "lone\rret", end: .crlf, isCut: true), Line(text: "exactly8", end: .crlf, isCut: false),
      Line(text: "nine cha", end: .crlf, isCut: true), Line(text: "much too", end: .lf, isCut: true),
      Line(text: "end", end: .crlf, isCut: false),
    ]
    for pieces in Cutting.all(wire) { #expect(try lines(pieces, limit: 8) == expected) }
  }

  @Test func `a line without an end is given up, not gathered`() {
    let piece = [UInt8](repeating: 120, count: 100)
    #expect(throws: ProtocolViolation.lineTooLong(limit: 1_000)) {
      try lines(Array(repeating: piece, count: 11), limit: 8)
    }
    #expect(throws: ProtocolViolation.lineTooLong(limit: 10)) {
      try lines([piece + [10]], limit: 8, longest: 10)
    }
  }

  @Test func `a listing without an end is given up`() throws {
    var decoder = ListingDecoder(limits: Limits(listing: 3))
    let wire = Array("1 1\r\n2 2\r\n3 3\r\n4 4\r\n".utf8)
    var offset = 0
    for _ in 0..<3 { _ = try decoder.next(in: wire.span.bytes, from: &offset) { ScanListing(line: $0) } }
    #expect(throws: ProtocolViolation.listingTooLong(limit: 3)) {
      _ = try decoder.next(in: wire.span.bytes, from: &offset) { ScanListing(line: $0) }
    }
  }
}
