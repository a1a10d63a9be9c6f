import InternetMessage
import Testing

@Suite struct PartTests {
  @Test(arguments: [
    ("text/plain", "text/plain"), ("TEXT/HTML", "text/html"), ("text/html; charset=utf-8", "text/html"),
    ("text/html charset=utf-8", "text/html"), ("text / html ; x=y", "text/html"),
    ("(a (nested) comment) text/html", "text/html"), ("\"text/html\"", "text/html"), ("text", "text/plain"),
    ("text/", "text/plain"), ("image", "application/octet-stream"), ("", "text/plain"), (";", "text/plain"),
    ("=?utf-8?Q?x?=", "text/plain"), ("x-unknown", "text/plain"), ("multipart", "multipart/mixed"),
    ("text/html(comment); x", "text/html"), ("text/html\u{A0}; x", "text/html"), ("ü/x", "text/plain"),
  ])
  func `a content type is read as it is meant`(field: String, type: String) {
    #expect(part("Content-Type: \(field)").type.name == type)
  }

  @Test(arguments: [
    ("x=y", "y"), ("x = y", "y"), ("X=y", "y"), ("x=\"a b\"", "a b"), ("x=\"a;b\"; z=1", "a;b"),
    ("x=a b", "a"),
    ("a=1 x=y", "y"), ("a=1;;; x=y", "y"), ("a; x=y", "y"), ("x=\"open", "open"), ("x=\"a\\\"b\"", "a\"b"),
    ("x=\"C:\\temp\\a\"", "C:\\temp\\a"), ("x=\"a\\\\b\"", "a\\b"), ("x=(c)y", "(c)y"),
    ("(c) x (d) = y", "y"),
    ("x=", ""), ("x=1; x=2", "1"), ("x*=utf-8''a%C3%BC", "aü"), ("x*=utf-8'de'a%C3%BC", "aü"),
    ("x*=%61b", "ab"),
    ("x*0=a; x*1=b", "ab"), ("x*1=b; x*0=a", "ab"), ("x*0*=utf-8''%C3; x*1*=%BC; x*2=c%20", "üc%20"),
    ("x*0*=iso-8859-1''%FC; x*1=b", "üb"), ("x=old; x*=utf-8''new", "new"), ("x*=utf-8''new; x=old", "new"),
    ("x*=koi8-r''%F0%D2%C9", "При"), ("x*=none''%C3%BC", "ü"), ("x=\"=?utf-8?Q?=C3=BC?=\"", "ü"),
    ("x*0=\"=?utf-8?Q?=C3\"; x*1=\"=BC?=\"", "ü"), ("x=\"a\r\n b\"", "a b"),
    ("x*=utf-8''%C3%B", "\u{FFFD}%B"),
  ])
  func `a parameter is put together and decoded`(parameters: String, value: String) {
    #expect(part("Content-Type: text/plain; \(parameters)").type.parameter("x") == value)
  }

  @Test(
    arguments: [
      ("Content-Disposition: attachment; filename=a.txt", "a.txt"),
      ("Content-Disposition: attachment; filename=a b.txt; size=3", "a b.txt"),
      ("Content-Disposition: attachment\r\nContent-Type: text/plain; name=\"b.txt\"", "b.txt"),
      ("Content-Type: text/plain; name=b.txt\r\nContent-Disposition: inline; filename=\"a.txt\"", "a.txt"),
      ("Content-Disposition: attachment; filename=\"=?koi8-r?B?8NLJ?=\"", "При"),
      ("Content-Disposition: attachment; filename=\"=?utf-8?Q?a?=\r\n =?utf-8?Q?b?=\"", "ab"),
      ("Content-Disposition: attachment; filename=\"Grüße.txt\"", "Grüße.txt"),
      ("Content-Disposition: attachment; filename=\"\"", nil), ("Content-Disposition: attachment", nil),
    ] as [(String, String?)])
  func `a file name is found`(header: String, name: String?) {
    #expect(part(header).filename == name)
  }

  @Test func `a raw file name is in the charset that the message declares`() {
    let header =
      Array("Content-Type: text/plain; charset=koi8-r; name=\"".utf8) + [0xF0, 0xD2, 0xC9]
      + Array("\"\n\n".utf8)
    let structure = MessageStructure(reading: header)
    #expect(structure.parts[0].filename == "При")
    #expect(structure.defects == [.rawHeader])
  }

  @Test(arguments: [
    ("base64", ContentEncoding.base64), ("BASE64", .base64), ("base64 (comment)", .base64),
    ("\"base64\"", .base64),
    ("base64;", .base64), ("quoted-printable", .quotedPrintable), ("quoted printable", .quotedPrintable),
    ("x-uuencode", .uuencode),
    ("uue", .uuencode),
    ("8bit", .identity), ("binary", .identity), ("none", .identity), ("", .identity),
  ])
  func `an encoding is read`(field: String, encoding: ContentEncoding) {
    #expect(part("Content-Transfer-Encoding: \(field)").encoding == encoding)
  }

  @Test func `an encoding that nobody knows, or that a multipart must not have, is a defect`() {
    #expect(Outline("Content-Transfer-Encoding: rot13\n\nx").defects == [.badEncoding])
    let outline = Outline(
      "Content-Type: multipart/mixed; boundary=a\nContent-Transfer-Encoding: base64\n\n--a\n\nx\n--a--\n")
    #expect(outline.defects == [.badEncoding])
    #expect(outline.parts == ["- multipart/mixed", "1 text/plain |x|"])
  }

  @Test func `of fields that occur twice the first counts, and Content-ID is without brackets`() {
    let part = part(
      "Content-Type: text/html\r\nContent-Type: text/plain\r\nContent-ID: <1@example.org>\r\ncontent-id: <2>")
    #expect(part.type == ContentType("text", "html"))
    #expect(part.contentID == "1@example.org")
    #expect(part.typeIsDeclared)
  }

  @Test(arguments: [
    ("text/plain", PartKind.text), ("text/html", .html), ("text/x-none", .text), ("text/calendar", .calendar),
    ("multipart/none", .multipart), ("message/rfc822", .message), ("message/global", .message),
    ("message/delivery-status", .other), ("application/pgp-signature", .signature(.pgp)),
    ("application/x-pkcs7-signature", .signature(.smime)), ("application/pgp-encrypted", .encrypted(.pgp)),
    ("application/pkcs7-mime", .encrypted(.smime)),
    ("application/pkcs7-mime; smime-type=signed-data", .signature(.smime)), ("application/ms-tnef", .tnef),
    ("image/png", .other),
  ])
  func `a part is of a kind`(type: String, kind: PartKind) {
    #expect(part("Content-Type: \(type)").kind == kind)
  }

  @Test(arguments: [
    ("mixed", "Content-Type: text/plain", false),
    ("mixed", "Content-Type: text/plain; name=a.txt", true),
    ("mixed", "Content-Type: text/plain\nContent-Disposition: inline", false),
    ("mixed", "Content-Type: text/plain\nContent-Disposition: attachment", true),
    ("mixed", "Content-Type: image/png\nContent-Disposition: inline", true),
    ("mixed", "Content-Type: image/png\nContent-ID: <1>", true),
    ("related", "Content-Type: image/png\nContent-ID: <1>", false),
    ("related", "Content-Type: image/png; name=a.png", true),
    ("related", "Content-Type: image/png\nContent-ID: <1>\nContent-Disposition: attachment", true),
    ("mixed", "Content-Type: message/rfc822", true),
    ("report", "Content-Type: message/rfc822", false),
    ("report", "Content-Type: message/delivery-status", false),
    ("signed", "Content-Type: application/pgp-signature; name=signature.asc", false),
    ("mixed", "Content-Type: application/ms-tnef; name=winmail.dat", true),
    ("mixed", "Content-Type: multipart/mixed; name=a", false),
  ])
  func `a part is attached or not`(container: String, header: String, isAttachment: Bool) {
    let structure = MessageStructure(
      reading: Array(
        "Content-Type: multipart/\(container); boundary=a\n\n--a\n\ntext\n--a\n\(header)\n\nx\n--a--\n".utf8))
    #expect(structure.parts[2].isAttachment == isAttachment)
    #expect(!structure.parts[1].isAttachment)
  }

  @Test func `what is the message itself is attached where it is no text`() {
    #expect(part("Content-Type: application/pdf").isAttachment)
    #expect(!part("Content-Type: text/plain; name=a.txt").isAttachment)
    #expect(!part("Content-Type: message/rfc822").isAttachment)
  }

  private func part(_ header: String) -> MessagePart {
    MessageStructure(reading: Array("\(header)\r\n\r\n".utf8)).parts[0]
  }
}
