/// Messages as a mailbox has them: a header of the usual fields, and a body of lines.
package struct MadeMail {
  /// Lines of 76 characters that do not begin with a dot, as an attachment in base64 has them.
  private let lines: [UInt8]

  private static let lineLength = 77
  private static let lineCount = 4_096

  package init() {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    var lines: [UInt8] = []
    lines.reserveCapacity(Self.lineLength * Self.lineCount)
    for _ in 0..<Self.lineCount {
      for _ in 1..<Self.lineLength {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        lines.append(alphabet[Int(state & 63)])
      }
      lines.append(10)
    }
    self.lines = lines
  }

  /// Message `number` with LF line ends; `wire` octets when each LF is sent as CRLF, if that is more than the header
  /// alone.
  package func content(_ number: Int, wire: Int) -> [UInt8] {
    var content = header(number)
    // A line is one octet longer on the wire, and so is each of the header's.
    var left = wire - content.count - content.count { $0 == 10 }
    content.reserveCapacity(wire)
    var line = number &* 31 % Self.lineCount
    while left >= Self.lineLength + 1 {
      let count = min(left / (Self.lineLength + 1), Self.lineCount - line)
      content += lines[(line * Self.lineLength)..<((line + count) * Self.lineLength)]
      left -= count * (Self.lineLength + 1)
      line = 0
    }
    // A line end is two octets on the wire: a single one that is left makes the line before it longer.
    switch left {
    case ..<1: break
    case 1: content.insert(UInt8(ascii: "A"), at: content.count - 1)
    case _: content += lines[..<(left - 2)] + [10]
    }
    return content
  }

  private func header(_ number: Int) -> [UInt8] {
    let minute = String(100 + number / 60 % 60).dropFirst()
    let second = String(100 + number % 60).dropFirst()
    let correspondent = number % 97
    return Array(
      """
      Return-Path: <correspondent\(correspondent)@example.net>
      Received: from mx.example.net (mx.example.net [192.0.2.25]) by pop.example.org
      \twith ESMTPS id \(number)A7; Mon, 2 Nov 2026 10:\(minute):\(second) +0000
      Date: Mon, 2 Nov 2026 10:\(minute):\(second) +0100
      From: Correspondent \(correspondent) <correspondent\(correspondent)@example.net>
      To: Alice Example <alice@example.org>
      Subject: Re: message \(number) of the bench
      Message-ID: <\(number).bench@example.net>
      In-Reply-To: <\(max(1, number - 1)).bench@example.net>
      MIME-Version: 1.0
      Content-Type: text/plain; charset=us-ascii


      """.utf8)
  }
}
