/// The mailbox of the crash matrix: few messages, each of which takes another way to the disk.
package enum MatrixMail {
  /// Small ones, two that are the same octet for octet, some for other folders of a partition, one of several
  /// writes, and one whose last line ends with a lone LF: what was written of it gets its CRs back.
  package static let contents: [[UInt8]] = [
    content(1, day: "2 Nov 2026"),
    content(2, day: "2 Nov 2026", size: 150_000),
    content(3, day: "3 Oct 2026", size: 72_000) + Array("a lone\nline feed\r\n".utf8),
    content(4, day: "2 Nov 2026"),
    content(4, day: "2 Nov 2026"),
    content(6, day: "5 Oct 2026"),
    Array("no header, a lone\rCR\r\n.\r\n".utf8),
  ]

  /// The same ways with few octets, each message once: what a wire may be cut through octet by octet.
  package static let short: [[UInt8]] = [
    Array("Subject: 1\r\n\r\n.dot\r\nend\r\n".utf8),
    Array("Subject: 2\r\n\r\nlone\nLF\r\n".utf8),
    Array("Subject: 3\r\n\r\n\r\n.\r\n".utf8),
  ]

  package static func uid(_ index: Int) -> [UInt8] { Array("uid-\(index + 1)".utf8) }

  private static func content(_ number: Int, day: String, size: Int = 0) -> [UInt8] {
    let filler = String(repeating: "0123456789abcdef\r\n", count: size / 18)
    return Array(
      """
      Received: from mx.example.org by pop.example.org; \(day) 10:00:00 +0000\r
      From: Bob <bob@example.org>\r
      Subject: Message \(number)\r
      \r
      Text of message \(number).\r
      .a line that begins with a dot\r
      \(filler)end\r

      """.utf8)
  }
}
