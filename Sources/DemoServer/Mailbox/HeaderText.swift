/// The header fields of a made message, those about its body aside.
struct HeaderText {
  private let plan: MessagePlan

  init(_ plan: MessagePlan) { self.plan = plan }

  var octets: [UInt8] {
    var random = plan.random(plan.index &+ 1_000_003)
    let date = MailDateText(plan.arrived - Int64(random.below(300)), minutesEast: plan.language.minutesEast)
    var header: [UInt8] = []
    header.append(line: "Return-Path: <\(plan.author.address)>")
    header.append(line: "Received: from mx.example.net (mx.example.net [192.0.2.\(random.below(250) + 1)])")
    header.append(line: "\tby pop.example.org with ESMTPS id \(String(random.next(), radix: 36));")
    header.append(line: "\t\(MailDateText(plan.arrived, minutesEast: 0).text)")
    header.append(line: "Date: \(date.text)")
    header.append(line: "From: \(field(plan.author.name)) <\(plan.author.address)>")
    header.append(line: "To: Alice Example <alice@example.org>")
    if random.below(4) == 0 {
      header.append(line: "Cc: team@example.com,\r\n \"Garden, Friends of\" <garden@example.net>")
    }
    header += subject
    header.append(line: "Message-ID: <\(messageID)>")
    header += references
    header.append(line: "MIME-Version: 1.0")
    return header
  }

  private var messageID: String {
    if case .borrowedID(let back) = plan.kind { return plan.messageID(plan.index - back) }
    return plan.messageID(plan.index)
  }

  private var subject: [UInt8] {
    let text = Speech(plan).subject
    if case .rawHeader = plan.kind {
      return Array("Subject: ".utf8) + EncodedText(text, preferred: plan.language.charset).octets + [13, 10]
    }
    return Array("Subject: \(field(text))\r\n".utf8)
  }

  private var references: [UInt8] {
    let earlier = plan.thread.map { "<\(plan.messageID($0))>" }
    guard let parent = earlier.last else { return [] }
    var lines: [UInt8] = []
    lines.append(line: "In-Reply-To: \(parent)")
    lines.append(line: "References: \(earlier.joined(separator: "\r\n\t"))")
    return lines
  }

  private func field(_ text: String) -> String {
    EncodedWords.encode(text, charset: plan.language.charset, form: plan.index % 2 == 0 ? .base64 : .quoted)
  }
}
