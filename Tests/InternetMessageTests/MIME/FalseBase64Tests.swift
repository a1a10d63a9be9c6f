import InternetMessage
import Testing

@Suite struct FalseBase64Tests {
  private func encoding(
    _ body: String, type: String = "text/plain; charset=utf-8", encoding: String = "base64"
  ) throws -> ContentEncoding {
    let header = "Content-Type: \(type)\nContent-Transfer-Encoding: \(encoding)\n\n"
    let part = try #require(MessageStructure(reading: Array((header + body).utf8)).parts.first)
    return part.encoding(of: Array(body.utf8).span)
  }

  @Test(arguments: [
    "ploozdect  nispplul swunkglap\nploystoov  smohsless", "\n \nDear Bob,\r\n\r\nthe report\r\n",
    "Grüße an alle, und bis bald", "This is no base64, is it?",
  ])
  func `text that was never encoded is taken as it stands`(body: String) throws {
    #expect(try encoding(body) == .identity)
    #expect(try encoding(body, type: "text/html") == .identity)
  }

  @Test func `in a charset of which every octet is a character, control octets tell it`() throws {
    let body = "Dear Bob,\n\nthe annual report of the choir is attached, with all its figures of this year.\n"
    #expect(try encoding(body, type: "text/plain; charset=iso-8859-1") == .identity)
    #expect(try encoding("R3L832UsIEJvYi4= R3L832Us", type: "text/plain; charset=iso-8859-1") == .base64)
  }

  @Test(arguments: [
    "SGVsbG8gd29ybGQ=", "SGVsbG8g d29y bGQ=", "\n  SGVsbG8g\r\n  d29ybGQ=\r\n", "SGVs*bG8gd29ybGQ=\n",
    "R3LDvMOf ZQ==",
    "", "\n\n", "words\nand other words",
    "SGVsbG8gd29ybGQ=\n\n-- \nA list of people, with a footer: it is as it is.\n",
  ])
  func `base64 is read, whatever stands between its digits`(body: String) throws {
    #expect(try encoding(body) == .base64)
  }

  @Test func `only text is doubted, and only base64`() throws {
    let words = "Dear Bob, the report"
    #expect(try encoding(words, type: "application/pdf") == .base64)
    #expect(try encoding(words, encoding: "quoted-printable") == .quotedPrintable)
    #expect(try encoding(words, encoding: "8bit") == .identity)
    #expect(try encoding("Dear Bob, \u{1}\u{2} the report") == .base64)
  }
}
