import TestFiles

/// Messages in memory to be read again and again.
struct StructureMail {
  let name: String
  let messages: [[UInt8]]

  var octets: Int { messages.reduce(0) { $0 + $1.count } }

  /// The messages of the public corpus; nil where it is missing.
  static func corpus() throws -> StructureMail? {
    let messages = try Corpus.messages().map { try $0.bytes() }
    return messages.isEmpty ? nil : StructureMail(name: "corpus", messages: messages)
  }

  /// Text beside HTML, as most mail is: 12 KB each.
  static func text(_ octets: Int) -> StructureMail {
    let prose = String(
      repeating: "The report of the third quarter is =E2=80=94 nearly =E2=80=94 ready; figures\r\n", count: 50
    )
    let html = String(
      repeating: "<p class=3D\"text\">The report of the third quarter</p> <b>is ready</b>=\r\n", count: 100)
    return made("text and HTML", octets) { number in
      multipart(
        "alternative", number,
        [
          "Content-Type: text/plain; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\(prose)",
          "Content-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\(html)",
        ])
    }
  }

  /// Two attachments in base64 behind a text: 1 MB each.
  static func attachments(_ octets: Int) -> StructureMail {
    let content = String(
      decoding: MadeMail().content(0, wire: 500_000).drop { $0 != 10 }, as: UTF8.self
    ).replacing("\n", with: "\r\n")
    return made("attachments", octets) { number in
      multipart(
        "mixed", number,
        ["Content-Type: text/plain; charset=utf-8\r\n\r\nHere they are.\r\n"]
          + ["a", "b"].map { name in
            """
            Content-Type: application/pdf; name="\(name)\(number).pdf"\r
            Content-Disposition: attachment; filename="\(name)\(number).pdf"\r
            Content-Transfer-Encoding: base64\r
            \r
            \(content)
            """
          })
    }
  }

  /// Twenty enclosed messages each, with two texts of half a kilobyte in each of them.
  static func digests(_ octets: Int) -> StructureMail {
    let prose = String(
      repeating: "The report of the third quarter is ready; figures follow below\r\n", count: 8)
    return made("digests", octets) { number in
      multipart(
        "mixed", number,
        (0..<20).map { part in
          "Content-Type: message/rfc822\r\n\r\n"
            + multipart(
              "alternative", part,
              ["Content-Type: text/plain\r\n\r\n\(prose)", "Content-Type: text/html\r\n\r\n\(prose)"])
        })
    }
  }

  private static func made(_ name: String, _ octets: Int, _ message: (Int) -> String) -> StructureMail {
    var messages: [[UInt8]] = []
    var size = 0
    while size < octets {
      messages.append(Array(message(messages.count).utf8))
      size += messages.last?.count ?? 0
    }
    return StructureMail(name: name, messages: messages)
  }

  private static func multipart(_ subtype: String, _ number: Int, _ parts: [String]) -> String {
    let boundary = "=_\(subtype)_\(number)_5F8FAC31"
    let header = """
      Return-Path: <correspondent@example.net>\r
      Received: from mx.example.net (mx.example.net [192.0.2.25]) by pop.example.org\r
      \twith ESMTPS id \(number)A7; Mon, 2 Nov 2026 10:00:00 +0000\r
      Date: Mon, 2 Nov 2026 10:00:00 +0100\r
      From: Correspondent <correspondent@example.net>\r
      To: Alice Example <alice@example.org>\r
      Subject: Re: message \(number) of the bench\r
      Message-ID: <\(number).bench@example.net>\r
      MIME-Version: 1.0\r
      Content-Type: multipart/\(subtype);\r
      \tboundary="\(boundary)"\r
      \r

      """
    return header + parts.map { "--\(boundary)\r\n\($0)" }.joined() + "--\(boundary)--\r\n"
  }
}
