import DemoServer
import Testing

@Suite struct MailboxTests {
  private static let now: Int64 = 1_780_000_000
  private static let mailbox = MadeMailbox(now: now)

  @Test func `the demo's mailbox has 520 messages, and one of 20 MB`() {
    let sizes = Self.mailbox.messages.map(\.octets).sorted()
    #expect(sizes.count == 520)
    #expect(sizes.suffix(1).allSatisfy { $0 > 20_000_000 })
    #expect(sizes.dropLast().allSatisfy { $0 < 1_000_000 })
    #expect(
      MadeMailbox(count: 100, now: Self.now, bigMessage: false).messages.allSatisfy { $0.octets < 1_000_000 })
  }

  @Test func `what is written has the size that is told, and can end a POP3 reply as it is`() throws {
    for message in Self.mailbox.messages {
      var octets: Int64 = 0
      var end: [UInt8] = []
      try message.write { piece in
        octets += Int64(piece.byteCount)
        end = piece.withUnsafeBytes { Array((end + $0).suffix(2)) }
        #expect(piece.byteCount < 300_000)
      }
      #expect(octets == message.octets)
      #expect(octets == 0 || end == [13, 10])
    }
  }

  @Test func `the same arguments give the same mailbox, another seed another one`() throws {
    let again = MadeMailbox(now: Self.now)
    #expect(again.messages.map(\.uid) == Self.mailbox.messages.map(\.uid))
    #expect(again.messages.map(\.octets) == Self.mailbox.messages.map(\.octets))
    for index in stride(from: 0, to: 520, by: 10) {
      #expect(try bytes(again.messages[index]) == bytes(Self.mailbox.messages[index]))
    }
    let other = MadeMailbox(seed: 2, now: Self.now)
    #expect(other.messages.map(\.octets) != Self.mailbox.messages.map(\.octets))
  }

  @Test func `no two messages have one unique-id, and all are as RFC 1939 allows`() {
    let uids = Self.mailbox.messages.map(\.uid)
    #expect(Set(uids).count == uids.count)
    #expect(uids.allSatisfy { (1...70).contains($0.count) && $0.allSatisfy { (0x21...0x7E).contains($0) } })
  }

  @Test(arguments: [
    "us-ascii", "UTF-8", "ISO-8859-1", "ISO-8859-2", "ISO-8859-7", "windows-1252", "KOI8-R", "ISO-2022-JP",
    "GB18030", "Big5", "EUC-KR", "x-popkeep-unknown",
  ]) func `there is text in`(charset: String) throws {
    #expect(try count { $0.contains("charset=\(charset)\r\n") } > 0)
    guard charset != "us-ascii", charset != "x-popkeep-unknown" else { return }
    #expect(try count { $0.contains("=?\(charset)?B?") } > 0)
    #expect(try count { $0.contains("=?\(charset)?Q?") } > 0)
  }

  @Test(arguments: [
    "multipart/alternative", "multipart/mixed", "message/rfc822", "text/html", "image/jpeg", "text/csv",
    "Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: quoted-printable",
    "Content-Transfer-Encoding: 8bit", "In-Reply-To: <", "References: <", "\r\n.\r\n", "\r\n..three",
    "\rcopied",
    "tool\nthat", "\u{0}", "\r\r\n",
  ]) func `some message has`(text: String) throws {
    #expect(try count { $0.contains(text) } > 0)
  }

  @Test func `some messages are nothing, no body, or no header`() throws {
    #expect(Self.mailbox.messages.contains { $0.octets == 0 })
    #expect(try count { !$0.isEmpty && !$0.contains("\r\n\r\n") && !$0.hasPrefix("\r\n") } > 0)
    #expect(
      try count { $0.hasSuffix("\r\n\r\n") && $0.firstRange(of: "\r\n\r\n")?.upperBound == $0.endIndex } > 0)
    #expect(try count { $0.hasPrefix("\r\n") } == 1)
  }

  @Test func `some message has a line of more than 100,000 octets`() throws {
    let lengths = try Self.mailbox.messages.filter { $0.octets < 1_000_000 }.map { message in
      try bytes(message).split(separator: 10).map(\.count).max() ?? 0
    }
    #expect(lengths.contains { $0 > 100_000 })
  }

  @Test func `some messages came twice, and some Message-IDs name two texts`() throws {
    let texts = try Self.texts.get()
    #expect(texts.count - Set(texts).count >= 5)
    let ids = Set(texts).compactMap { $0.split(separator: "\r\n").first { $0.hasPrefix("Message-ID: ") } }
    #expect(ids.count - Set(ids).count >= 2)
  }

  @Test func `a header is US-ASCII but for those that are meant not to be`() throws {
    var raw = 0
    for message in try Self.mailbox.messages.map(bytes) where message.count < 1_000_000 {
      let end = message.indices.first { message[$0...].starts(with: [13, 10, 13, 10]) } ?? message.endIndex
      if message[..<end].contains(where: { $0 > 127 }) { raw += 1 }
      let longest = message[..<end].split(separator: 10).map(\.count).max() ?? 0
      #expect(longest < 130)
    }
    #expect((1...4).contains(raw))
  }

  @Test(arguments: [0, 1, 2, 7, 30]) func `a small mailbox has as many messages as asked for`(count: Int)
    throws
  {
    let mailbox = MadeMailbox(count: count, now: Self.now, bigMessage: false)
    #expect(mailbox.messages.count == count)
    for message in mailbox.messages { #expect(try Int64(bytes(message).count) == message.octets) }
  }

  // Each octet as the character of that number, so that texts can be searched; large messages aside.
  private static let texts = Result {
    try mailbox.messages.filter { $0.octets < 20_000 }.map { message in
      String(String.UnicodeScalarView(try bytes(message).map { UnicodeScalar($0) }))
    }
  }

  private func count(where matches: (String) -> Bool) throws -> Int {
    try Self.texts.get().count(where: matches)
  }

  private func bytes(_ message: MadeMessage) throws -> [UInt8] { try Self.bytes(message) }

  private static func bytes(_ message: MadeMessage) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try message.write { piece in piece.withUnsafeBytes { bytes += $0 } }
    return bytes
  }
}
