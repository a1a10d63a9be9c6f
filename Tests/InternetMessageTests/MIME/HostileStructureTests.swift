import InternetMessage
import Testing

@Suite struct HostileStructureTests {
  @Test func `three thousand nested multiparts are read as far as the limit of depth`() {
    var message: [UInt8] = []
    for level in 0..<3_000 {
      message += Array("Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n".utf8)
    }
    message += Array("\ntext\n".utf8)
    for level in (0..<3_000).reversed() { message += Array("--b\(level)--\n".utf8) }
    let structure = expectBounded(message)
    #expect(structure.parts.map(\.depth).max() == 101)
    #expect(structure.defects.contains(.tooManyParts))
  }

  @Test func `three thousand nested messages are read as far as the limit of depth`() {
    let message = Array(String(repeating: "Content-Type: message/rfc822\n\n", count: 3_000).utf8)
    let structure = expectBounded(message + Array("\ntext\n".utf8))
    #expect(structure.parts.count == 101)
    #expect(structure.parts.last?.body.upperBound == message.count + 6)
    #expect(structure.defects == [.tooManyParts])
  }

  @Test func `of twenty thousand parts the last holds what is beyond the limit`() {
    let message =
      Array("Content-Type: multipart/mixed; boundary=a\n\n".utf8)
      + Array(String(repeating: "--a\n\nx\n", count: 20_000).utf8)
    let structure = expectBounded(message)
    #expect(structure.parts.count == 10_000)
    #expect(structure.parts.last?.body.upperBound == message.count)
    #expect(structure.defects.contains(.tooManyParts))
  }

  @Test func `a header of more than a megabyte is passed over from there on`() {
    let long = "X-Long: " + String(repeating: "x", count: 70) + "\n"
    let message =
      Array("Subject: x\n".utf8) + Array(String(repeating: long, count: 14_000).utf8)
      + Array("Content-Type: text/html\n\nbody".utf8)
    let structure = expectBounded(message)
    #expect(structure.parts[0].type == .plainText)
    #expect(structure.parts[0].body == message.count - 4..<message.count)
    #expect(structure.defects == [.headerTooLong])
  }

  @Test func `a field of a megabyte is kept as far as its limit`() {
    let value = String(repeating: "a", count: 1 << 20)
    for field in ["Content-Type: multipart/mixed; boundary=", "Content-Disposition: attachment; filename="] {
      let structure = expectBounded(Array("\(field)\(value)\n\nx".utf8))
      #expect((structure.parts[0].filename?.utf8.count ?? 0) <= 1 << 14)
    }
  }

  @Test func `what all parts keep of their headers is bounded as a whole`() {
    let name = String(repeating: "n", count: 10_000)
    let message =
      Array("Content-Type: multipart/mixed; boundary=a\n\n".utf8)
      + Array(String(repeating: "--a\nContent-Type: text/html; name=\(name)\n\nx\n", count: 1_000).utf8)
    let structure = expectBounded(message)
    #expect(structure.parts.count == 1_001)
    #expect(structure.parts.reduce(0) { $0 + ($1.filename?.utf8.count ?? 0) } <= 1 << 22)
    #expect(structure.parts.allSatisfy { $0.type.subtype == "html" || $0.isMultipart })
  }

  @Test(arguments: [
    "\n", "\r", "-", "--", "--\n", "--a\n", "--a--\n", ":", ":\n", "Content-Type: ",
    "Content-Type: multipart/mixed;\n",
    "Content-Type: multipart/mixed; boundary=a\n--a\n", "(", "\"", ";", "=", "*0=", "\0", "\n--a\n\n",
    "Content-Type: message/rfc822\n\n", " \n", "From x\n",
    "--a\nContent-Type: multipart/mixed; boundary=\"a\"\n\n",
  ])
  func `32 KB of one piece has a structure, however it is cut`(piece: String) {
    let repeated = Array(String(repeating: piece, count: (1 << 15) / piece.utf8.count).utf8)
    expectBounded(repeated)
    expectBounded(Array("Content-Type: multipart/mixed; boundary=a\n\n".utf8) + repeated)
    expectBounded(Array("Content-Type: text/plain; ".utf8) + repeated)
    expectBounded(Array("Content-Type: multipart/mixed\n\n".utf8) + repeated)
  }

  @Test func `whatever of a message is there has a structure`() {
    let message = Array(
      """
      From: a@b
      Content-Type: multipart/mixed; boundary="a b"

      --a b
      Content-Type: message/rfc822; name*0*=utf-8''%C3;
       name*1*=%BC

      Content-Type: multipart/alternative; boundary=a

      --a

      text
      --a--
      --a b--
      """.replacing("\n", with: "\r\n").utf8)
    for end in message.indices { expectBounded(Array(message[..<end]), sizes: [1, 5]) }
  }

  /// Reads it whole and in pieces, and looks that parts lie within each other and within the limits.
  @discardableResult
  private func expectBounded(_ message: [UInt8], sizes: [Int] = [4_096, 20_011]) -> MessageStructure {
    let whole = MessageStructure(reading: message)
    for size in sizes { #expect(structure(of: message, inPiecesOf: size) == whole) }
    #expect(whole.parts.count >= 1 && whole.parts.count <= 10_001)
    for part in whole.parts {
      #expect(part.header.upperBound <= part.body.lowerBound && part.body.upperBound <= message.count)
      #expect(part.depth <= 101)
    }
    return whole
  }
}
