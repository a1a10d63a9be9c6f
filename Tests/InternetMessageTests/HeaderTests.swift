import InternetMessage
import Testing

@Suite struct HeaderTests {
  @Test(
    arguments: [
      ("A: 1\r\n\r\nbody", 6, 8), ("A: 1\n\nbody", 5, 6), ("\r\nbody", 0, 2), ("\nbody", 0, 1),
      ("A: 1\n\r\nbody", 5, 7), ("A: 1\r\r\n\r\n", 7, 9), ("A: 1\r\n \r\n\r\n", 9, 11),
    ])
  func `the header section ends at the first blank line`(message: String, fields: Int, body: Int) throws {
    let end = try #require(HeaderSection.end(in: Array(message.utf8)))
    #expect(end.fields == fields)
    #expect(end.body == body)
  }

  @Test(arguments: ["", "A: 1", "A: 1\r\n", "A: 1\r\rB: 2", "\r"])
  func `without a blank line the header section has no end`(message: String) {
    #expect(HeaderSection.end(in: Array(message.utf8)) == nil)
  }

  @Test func `fields keep their order, names their case, values their folds`() throws {
    let header = Header(
      parsing: Array(
        "From x Mon Jan 1 10:00:00 2001\r\nA: 1\r\nnonsense\r\n more\r\nB : 2\r\n 3\r\n\r\nC: 4\r\n".utf8))
    #expect(header.fields.map(\.name) == ["A", "B"])
    #expect(header.fields.map(\.text) == ["1", "2 3"])
    #expect(header.first("b")?.value == Array("2\r\n 3".utf8))
    #expect(header.first("C") == nil)
    #expect(
      header.octets
        == "From x Mon Jan 1 10:00:00 2001\r\nA: 1\r\nnonsense\r\n more\r\nB : 2\r\n 3\r\n\r\n".utf8.count)
  }

  @Test func `an envelope holds what a header says`() {
    let header = """
      From: Alice <alice@example.org>
      sender: bob@example.org
      REPLY-TO: list@example.org
      To: a@example.org
      To: b@example.org
      Cc: c@example.org
      Bcc: d@example.org
      Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=
      Subject: another
      Date: Fri, 21 Nov 1997 09:55:06 -0600
      Message-ID: <1@example.org>
      In-Reply-To: Your message of Monday <0@example.org>
      References: <x@example.org>
       <0@example.org>

      Subject: in the body
      """
    var expected = Envelope()
    expected.from = [Mailbox(name: "Alice", address: "alice@example.org")]
    expected.sender = [Mailbox(address: "bob@example.org")]
    expected.replyTo = [Mailbox(address: "list@example.org")]
    expected.to = [Mailbox(address: "a@example.org"), Mailbox(address: "b@example.org")]
    expected.cc = [Mailbox(address: "c@example.org")]
    expected.bcc = [Mailbox(address: "d@example.org")]
    expected.subject = "Grüße"
    expected.date = 880_127_706
    expected.messageID = "1@example.org"
    expected.inReplyTo = ["0@example.org"]
    expected.references = ["x@example.org", "0@example.org"]
    #expect(Envelope(header: Array(header.utf8)) == expected)
  }

  @Test(
    arguments: [
      ("1@example.org", "1@example.org"), ("<1@example.org> extra", "1@example.org"),
      ("<<1@example.org>>", "1@example.org"), ("<1 @ example.org>", "1@example.org"),
      ("<1@exa\r\n mple.org>", "1@example.org"), ("", nil), ("<>", nil), ("<1@example.org", "1@example.org"),
    ] as [(String, String?)])
  func `a message-id is read with or without its brackets`(raw: String, id: String?) {
    #expect(Envelope(header: Array("Message-ID: \(raw)\r\n\r\n".utf8)).messageID == id)
  }

  @Test func `a header with CR alone as line end is read`() {
    let envelope = Envelope(header: Array("Subject: one\rFrom: a@example.org\r\rSubject: two".utf8))
    #expect(envelope.subject == "one")
    #expect(envelope.from == [Mailbox(address: "a@example.org")])
  }

  @Test(arguments: [
    ":", "a:", "a:\n ", "\r", "\n ", " ", "a", "References: <a>\n", "To: a@b\n", "Received: ;\n", "\0",
  ])
  func `a header of 128 KB of one piece is read as far as its limits`(piece: String) {
    let raw = Array(String(repeating: piece, count: (1 << 17) / piece.utf8.count).utf8)
    let envelope = Envelope(header: raw)
    #expect(envelope.to.count <= AddressList.limit)
    #expect(Header(parsing: raw).fields.count <= Header.fieldLimit)
  }

  @Test func `nothing beyond the octet limit is looked at`() {
    let far =
      Array("Subject: near\n".utf8) + [UInt8](repeating: 0x41, count: Header.octetLimit)
      + Array("\nTo: a@b\n".utf8)
    #expect(Envelope(header: far).to.isEmpty)
    #expect(Header(parsing: far).octets == Header.octetLimit)
  }
}
