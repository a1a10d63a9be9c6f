import InternetMessage
import Testing

@Suite struct StructureTests {
  @Test func `a message without MIME fields is one part of plain text`() {
    let outline = Outline("Subject: x\n\nHello\n")
    #expect(outline.parts == ["1 text/plain |Hello\n|"])
    #expect(outline.defects.isEmpty)
    #expect(outline.structure.parts[0].header == 0..<11)
    #expect(!outline.structure.parts[0].typeIsDeclared)
  }

  @Test func `parts of a multipart end before the line end of the delimiter, in LF and in CRLF form`() {
    let message = """
      Content-Type: multipart/mixed; boundary="b"

      preamble
      --b

      first
      --b
      Content-Type: text/html

      second

      --b--
      epilogue
      """
    let expected = ["- multipart/mixed", "1 text/plain |first|", "2 text/html |second\n|"]
    #expect(Outline(message).parts == expected)
    let wire = Outline(message.replacing("\n", with: "\r\n"))
    #expect(wire.parts.map { $0.replacing("\r\n", with: "\n") } == expected)
    #expect(wire.defects.isEmpty)
  }

  @Test func `parts are numbered as IMAP numbers them`() {
    let message = """
      Content-Type: multipart/mixed; boundary=a

      --a
      Content-Type: multipart/alternative; boundary=b

      --b

      1
      --b

      2
      --b--
      --a
      Content-Type: message/rfc822

      Subject: alone

      3
      --a
      Content-Type: message/rfc822

      Content-Type: multipart/mixed; boundary=c

      --c

      4
      --c--
      --a--
      """
    #expect(
      Outline(message).parts == [
        "- multipart/mixed", "1 multipart/alternative", "1.1 text/plain |1|", "1.2 text/plain |2|",
        "2 message/rfc822 |Subject: alone\n\n3|", "2.1 text/plain |3|",
        "3 message/rfc822 |Content-Type: multipart/mixed; boundary=c\n\n--c\n\n4\n--c--|",
        "3 multipart/mixed",
        "3.1 text/plain |4|",
      ])
  }

  @Test func `in a digest a part is a message unless it says otherwise`() {
    let message = """
      Content-Type: multipart/digest; boundary=a

      --a

      Subject: one

      1
      --a
      Content-Type: text/plain

      2
      --a--
      """
    #expect(
      Outline(message).parts == [
        "- multipart/digest", "1 message/rfc822 |Subject: one\n\n1|", "1.1 text/plain |1|",
        "2 text/plain |2|",
      ])
  }

  @Test func `a message that is encoded is content`() {
    let message = "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogeAoK\n"
    #expect(Outline(message).parts == ["1 message/rfc822 |U3ViamVjdDogeAoK\n|"])
  }

  @Test func `a delimiter of the multipart around it ends what is not closed`() {
    let message = """
      Content-Type: multipart/mixed; boundary=a

      --a
      Content-Type: multipart/mixed; boundary=b

      --b

      1
      --a

      2
      --a--
      """
    let outline = Outline(message)
    #expect(
      outline.parts == ["- multipart/mixed", "1 multipart/mixed", "1.1 text/plain |1|", "2 text/plain |2|"])
    #expect(outline.defects == [.noClosingBoundary])
  }

  @Test func `boundaries that begin alike are told apart`() {
    let message = """
      Content-Type: multipart/mixed; boundary=a

      --a
      Content-Type: multipart/mixed; boundary=aa

      --aa
      Content-Type: multipart/mixed; boundary=a--

      --a--

      1
      --a----
      --aa--
      --aaa
      --a-- x
      --a--
      """
    #expect(
      Outline(message).parts == [
        "- multipart/mixed", "1 multipart/mixed", "1.1 multipart/mixed", "1.1.1 text/plain |1|",
      ])
  }

  @Test(arguments: [
    ("multipart/mixed", "--a\n\n1\n--a--\n", "--a\n\n1\n--a--\n", MessageDefect.noBoundaryParameter),
    ("multipart/mixed; boundary=b", "--a\n\n1\n", "--a\n\n1\n", .noBoundary),
    ("multipart/mixed; boundary=b", "text\n--b--\n", "text\n--b--\n", .noBoundary),
  ])
  func `what a multipart without parts holds is one part of plain text`(
    type: String, body: String, content: String, defect: MessageDefect
  ) {
    let outline = Outline("Content-Type: \(type)\n\n\(body)")
    #expect(outline.parts == ["- multipart/mixed", "1 text/plain |\(content)|"])
    #expect(outline.defects == [defect])
  }

  @Test func `a boundary that the header lost is told from the lines`() {
    let outline = Outline(
      """
      Content-Type: multipart/report; report-type=delivery-status;
      Subject: failure

      --no boundary
      text
      --b=_/1
      Content-Type: message/delivery-status

      1
      --b=_/1
      Content-Type: text/plain

      2
      --b=_/1--
      """)
    #expect(outline.parts == ["- multipart/report", "1 message/delivery-status |1|", "2 text/plain |2|"])
    #expect(outline.defects == [.noBoundaryParameter])
  }

  @Test(arguments: ["\n", "\r\n"])
  func `a line without a colon tells of no boundary, whatever ends it`(lineEnd: String) {
    let message = "Content-Type: multipart/mixed\n\n--x\nContent-\n".replacing("\n", with: lineEnd)
    let outline = Outline(message)
    #expect(outline.parts == ["- multipart/mixed", "1 text/plain |--x\(lineEnd)Content-\(lineEnd)|"])
    #expect(outline.defects == [.noBoundaryParameter])
  }

  @Test func `a part needs no header, nor a blank line`() {
    let outline = Outline(
      "Content-Type: multipart/mixed; boundary=a\n--a\nHello\n\nyou\n--a\nContent-Type: text/html\n--a\n--a--"
    )
    #expect(outline.parts == ["- multipart/mixed", "1 text/plain |Hello\n\nyou|", "2 text/html ||"])
    #expect(outline.defects == [.noBlankLine])
    let indented = Outline("Content-Type: multipart/mixed; boundary=a\n\n--a\n  Hello\nyou\n--a--")
    #expect(indented.parts == ["- multipart/mixed", "1 text/plain |  Hello\nyou|"])
  }

  @Test func `what stands behind the fields without a blank line is content`() {
    let outline = Outline("Subject: x\nFrom: a@b\nHello there,\nall of you\n\nBye\n")
    #expect(outline.parts == ["1 text/plain |Hello there,\nall of you\n\nBye\n|"])
    #expect(outline.defects == [.noBlankLine])
    let other = Outline("From alice Mon Jan 1\nSubject: x\nbroken\nFrom: a@b\n\nHello\n")
    #expect(other.parts == ["1 text/plain |Hello\n|"])
    #expect(other.defects == [.badHeaderLine])
  }

  @Test func `lines may end with CR alone`() {
    let outline = Outline("Content-Type: multipart/mixed; boundary=a\r\r--a\r\rHello\ryou\r--a--\r")
    #expect(outline.parts == ["- multipart/mixed", "1 text/plain |Hello\ryou|"])
    #expect(Outline("Subject: a\rb\n\nx").parts == ["1 text/plain |x|"])
  }
}
