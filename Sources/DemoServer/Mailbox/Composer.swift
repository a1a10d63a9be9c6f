/// Puts header and parts of a message together.
struct Composer {
  /// What the header says about the body.
  enum Body {
    /// Text that is not encoded.
    case plain
    case text(charset: String, TransferEncoding)
    case multipart(String)
  }

  private let plan: MessagePlan
  private let boundary: String

  init(_ plan: MessagePlan) {
    self.plan = plan
    boundary = "=_made_\(plan.index)_\(String(plan.seed, radix: 36))"
  }

  func header(_ body: Body) -> [UInt8] {
    var header = HeaderText(plan).octets
    switch body {
    case .plain: header.append(line: "Content-Type: text/plain; charset=us-ascii")
    case .text(let charset, let encoding):
      header.append(line: "Content-Type: text/plain; charset=\(charset)")
      header.append(line: "Content-Transfer-Encoding: \(encoding.rawValue)")
    case .multipart(let kind):
      header.append(line: "Content-Type: multipart/\(kind);\r\n\tboundary=\"\(boundary)\"")
    }
    return header + [13, 10]
  }

  /// A text and nothing else; `label` names another charset than the text has.
  func letter(label: String? = nil) -> [UInt8] {
    let text = EncodedText(Speech(plan).text, preferred: plan.language.charset)
    let encoding = encoding(text.charset)
    return header(.text(charset: label ?? text.charset, encoding)) + encoding.encode(text.octets)
  }

  func alternative() -> [UInt8] {
    var message = header(.multipart("alternative"))
    message += textPart()
    message.append(line: "--\(boundary)\r\nContent-Type: text/html; charset=utf-8")
    message.append(line: "Content-Transfer-Encoding: quoted-printable\r\n")
    message += TransferEncoding.quotedPrintable.encode(Array(Speech(plan).html.utf8))
    message.append(line: "--\(boundary)--")
    return message
  }

  func withTable() -> [UInt8] {
    var random = plan.random(plan.index)
    var table = "month,apples,pears\r\n"
    for month in 1...(3 + random.below(200)) {
      table += "\(month),\(random.below(100)),\(random.below(100))\r\n"
    }
    var message = header(.multipart("mixed"))
    message += textPart()
    message.append(line: "--\(boundary)\r\nContent-Type: text/csv; charset=us-ascii; name=\"harvest.csv\"")
    message.append(line: "Content-Disposition: attachment; filename=\"harvest.csv\"")
    message.append(line: "Content-Transfer-Encoding: base64\r\n")
    message += TransferEncoding.base64.encode(Array(table.utf8))
    message.append(line: "--\(boundary)--")
    return message
  }

  /// What stands before and after the lines of a picture.
  func withPicture() -> (before: [UInt8], after: [UInt8]) {
    var before = header(.multipart("mixed"))
    before += textPart()
    before.append(line: "--\(boundary)\r\nContent-Type: image/jpeg")
    before.append(line: "Content-Disposition: attachment;")
    before.append(line: " filename*=utf-8''g%C3%A4rten-\(plan.index).jpg")
    before.append(line: "Content-Transfer-Encoding: base64\r\n")
    return (before, Array("--\(boundary)--\r\n".utf8))
  }

  func forward() -> [UInt8] {
    var message = header(.multipart("mixed"))
    message += textPart()
    message.append(line: "--\(boundary)\r\nContent-Type: message/rfc822\r\n")
    message.append(line: "From: Robin Example <robin@example.com>\r\nSubject: A recipe for plum cake")
    message.append(line: "Date: Sat, 2 Mar 2024 10:00:00 +0000\r\n\r\nPlums, flour, butter, patience.")
    message.append(line: "--\(boundary)--")
    return message
  }

  private func textPart() -> [UInt8] {
    let text = EncodedText(Speech(plan).text, preferred: plan.language.charset)
    let encoding = encoding(text.charset)
    var part = Array("--\(boundary)\r\nContent-Type: text/plain; charset=\(text.charset)\r\n".utf8)
    part.append(line: "Content-Transfer-Encoding: \(encoding.rawValue)\r\n")
    return part + encoding.encode(text.octets)
  }

  private func encoding(_ charset: String) -> TransferEncoding {
    if charset == "ISO-2022-JP" || charset == "us-ascii" { return .sevenBit }
    var random = plan.random(plan.index)
    return random.pick([.eightBit, .quotedPrintable, .base64])
  }
}

extension [UInt8] {
  /// Appends `text` and CRLF.
  mutating func append(line text: String) {
    self += text.utf8
    self += [13, 10]
  }
}
