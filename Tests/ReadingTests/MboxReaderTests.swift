import Glibc
import Reading
import TestFiles
import Testing

@Suite struct MboxReaderTests {
  private static func window(_ octets: [UInt8]) -> OctetWindow {
    OctetWindow(size: Int64(octets.count)) { buffer, offset in
      let count = min(buffer.count, octets.count - Int(offset))
      buffer.copyBytes(from: octets[Int(offset)..<(Int(offset) + count)])
      return count
    }
  }

  private static func messages(_ text: [UInt8], _ format: MboxFormat = .auto) throws -> [String] {
    var reader = try MboxReader(window(text), format: format)
    var messages: [String] = []
    while let message = try reader.nextMessage() {
      var wire: [UInt8] = []
      try reader.read(message) { bytes in bytes.withUnsafeBytes { wire += $0 } }
      messages.append(String(decoding: wire, as: UTF8.self))
    }
    return messages
  }

  private static func messages(_ text: String, _ format: MboxFormat = .auto) throws -> [String] {
    try messages(Array(text.utf8), format)
  }

  private static let line = "From alice@example.org Mon Nov 23 14:15:00 2026\n"

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    var format = MboxFormat.auto
    let messages: [String]
  }

  static let cases: [Case] = [
    Case(
      testDescription: "two messages, the blank line between them is nobody's",
      text: "\(line)Subject: a\n\none\n\n\(line)Subject: b\n\ntwo\n\n",
      messages: ["Subject: a\r\n\r\none\r\n", "Subject: b\r\n\r\ntwo\r\n"]),
    Case(
      testDescription: "without the blank line",
      text: "\(line)Subject: a\n\none\n\(line)Subject: b\n\ntwo",
      messages: ["Subject: a\r\n\r\none\r\n", "Subject: b\r\n\r\ntwo"]),
    Case(
      testDescription: "a blank line of the message itself stays",
      text: "\(line)Subject: a\n\none\n\n\n\(line)Subject: b\n\n\n",
      messages: ["Subject: a\r\n\r\none\r\n\r\n", "Subject: b\r\n\r\n"]),
    Case(
      testDescription: "CRLF throughout",
      text: "\(line)Subject: a\n\n>From me\n\n\(line)Subject: b\n\n".replacing("\n", with: "\r\n"),
      messages: ["Subject: a\r\n\r\nFrom me\r\n", "Subject: b\r\n"]),
    Case(
      testDescription: "one > is taken from each quoted line",
      text: "\(line)S: a\n\n>From me\n>>From you\n> From us\n>Frome\n>>>From all\n\n",
      messages: ["S: a\r\n\r\nFrom me\r\n>From you\r\n> From us\r\n>Frome\r\n>>From all\r\n"]),
    Case(
      testDescription: "mboxo: only > alone was put there",
      text: "\(line)S: a\n\n>From me\n>>From you\n\n", format: .mboxo,
      messages: ["S: a\r\n\r\nFrom me\r\n>>From you\r\n"]),
    Case(
      testDescription: "who quotes nothing has put no > anywhere",
      text: "\(line)S: a\n\nFrom Russia with love\n>From me\n\n",
      messages: ["S: a\r\n\r\nFrom Russia with love\r\n>From me\r\n"]),
    Case(
      testDescription: "a length that is right covers what looks like another message",
      text:
        "\(line)S: a\nContent-Length: \(line.utf8.count + 15)\n\n\(line)Not: a message\n\n\(line)S: b\n\nx\n",
      messages: [
        "S: a\r\nContent-Length: \(line.utf8.count + 15)\r\n\r\n\(line.dropLast())\r\nNot: a message\r\n",
        "S: b\r\n\r\nx\r\n",
      ]),
    Case(
      testDescription: "a length that is right says which octets are the message",
      text:
        "\(line)Content-Length: 3\n\none\n\(line)Content-Length: 5\n\none\n\n\(line)Content-Length: 4\n\none\n\n"
        + "\(line)Content-Length: 5\n\none\n\n\n\(line)Content-Length: 3\n\none\n",
      messages: [
        "Content-Length: 3\r\n\r\none", "Content-Length: 5\r\n\r\none\r\n\r\n",
        "Content-Length: 4\r\n\r\none\r\n", "Content-Length: 5\r\n\r\none\r\n\r\n",
        "Content-Length: 3\r\n\r\none",
      ]),
    Case(
      testDescription: "a last line end that is not counted is kept, where no format is named",
      text: "\(line)Content-Length: 3\n\none\n\n\(line)Content-Length: 3\n\none\n\n",
      messages: ["Content-Length: 3\r\n\r\none\r\n", "Content-Length: 3\r\n\r\none\r\n"]),
    Case(
      testDescription: "of a format that counts, it is none of the message",
      text: "\(line)Content-Length: 3\n\none\n\n\(line)Content-Length: 3\n\none\n\n", format: .mboxcl2,
      messages: ["Content-Length: 3\r\n\r\none", "Content-Length: 3\r\n\r\none"]),
    Case(
      testDescription: "a length that is wrong says nothing",
      text: "\(line)S: a\nContent-Length: 9999\n\n>From me\n\n\(line)S: b\nContent-Length: 1\n\nlonger\n\n",
      messages: [
        "S: a\r\nContent-Length: 9999\r\n\r\nFrom me\r\n", "S: b\r\nContent-Length: 1\r\n\r\nlonger\r\n",
      ]),
    Case(
      testDescription: "a length is not asked where the format has none",
      text: "\(line)S: a\nContent-Length: \(line.utf8.count + 6)\n\n\(line)S: b\n\n", format: .mboxrd,
      messages: ["S: a\r\nContent-Length: \(line.utf8.count + 6)\r\n", "S: b\r\n"]),
    Case(
      testDescription: "mboxcl2 changes no line",
      text: "\(line)S: a\n\n>From me\n\n", format: .mboxcl2, messages: ["S: a\r\n\r\n>From me\r\n"]),
    Case(
      testDescription: "Mozilla, Eudora, exports without a date",
      text:
        "From - \nS: a\n\none\nFrom ???@??? Fri Sep 04 10:00:00 1998\nS: b\n\ntwo\n\nFrom 18443@xxx\nS: c\n\n",
      messages: ["S: a\r\n\r\none\r\n", "S: b\r\n\r\ntwo\r\n", "S: c\r\n"]),
    Case(
      testDescription: "a date in a sentence is no message",
      text: "\(line)S: a\n\nno blank line before\nFrom bob Mon Nov 23 14:15:00 2026\nand then\n",
      messages: [
        "S: a\r\n\r\nno blank line before\r\nFrom bob Mon Nov 23 14:15:00 2026\r\nand then\r\n"
      ]),
    Case(testDescription: "no mbox", text: "Subject: a\n\n\(line)S: b\n\n", messages: []),
    Case(testDescription: "nothing", text: "", messages: []),
    Case(testDescription: "a line alone", text: line, messages: [""]),
    Case(
      testDescription: "a byte order mark and blank lines before the first",
      text: "\u{FEFF}\n\n\(line)S: a\n\n", messages: ["S: a\r\n"]),
  ]

  @Test(arguments: cases)
  func `each message comes out as it was before it was put into an mbox`(_ given: Case) throws {
    #expect(try Self.messages(given.text, given.format) == given.messages)
  }

  @Test(arguments: [262_144 - 20, 262_144 - 3, 262_144, 262_144 + 7])
  func `a message of any size ends where it does, wherever the blocks of the file end`(_ size: Int) throws {
    let body = String(repeating: "x", count: size - Self.line.utf8.count - 8)
    let text = "\(Self.line)S: a\n\n\(body)\n>From me\n\n\(Self.line)S: b\n\ntwo\n\n"
    #expect(try Self.messages(text) == ["S: a\r\n\r\n\(body)\r\nFrom me\r\n", "S: b\r\n\r\ntwo\r\n"])
  }

  @Test func `what an export wrote is read back octet for octet`() throws {
    let contents = [
      "S: a\r\n\r\nFrom me\r\n>From you\r\n>>>From all\r\n\r\n\r\n", "S: b\r\n\r\n",
      "From me\r\nS: c\r\n\r\nx\r\n",
    ]
    var text: [UInt8] = []
    for content in contents {
      var encoder = MboxEncoder()
      text += Array(Self.line.utf8) + encoder.encode(Array(content.utf8).span.bytes) + encoder.finish()
    }
    #expect(try Self.messages(text) == contents)
  }

  @Test(.enabled(if: Corpus.oracles != nil || Corpus.isRequired), arguments: ["content-length", "issue1189"])
  func `messages of mimekit's mboxes begin and end where mimekit says`(_ name: String) throws {
    let corpus = try #require(Corpus.folder)
    let oracles = try #require(Corpus.oracles)
    let text = try readFile("\(corpus)/mimekit/mbox/\(name).mbox")
    for (lines, octets) in [("unix", text), ("dos", LineEnds.crlf(text))] {
      let oracle = try readFile("\(oracles)/mimekit/mbox/\(name).\(lines)-offsets.json")
      let expected = MboxOracle.messages(oracle)
      #expect(expected.count == (name == "issue1189" ? 4 : 29))
      var reader = try MboxReader(Self.window(octets))
      for message in expected {
        let found = try #require(try reader.nextMessage())
        #expect(found.start == message.marker && found.content.lowerBound == message.begin)
        // mimekit counts the last line end of a message to what follows.
        let end = message.end..<(message.end + 3)
        #expect(end.contains(found.content.upperBound), "\(message)")
      }
      #expect(try reader.nextMessage() == nil)
    }
  }

  @Test(.enabled(if: Corpus.folder != nil || Corpus.isRequired), arguments: [("simple", 3), ("unmunged", 2)])
  func `mboxes of Mozilla have as many messages as were put into them`(_ name: String, _ count: Int) throws {
    let text = try readFile("\(try #require(Corpus.folder))/mimekit/mbox/\(name).mbox")
    for octets in [text, LineEnds.crlf(text)] {
      let messages = try Self.messages(octets)
      #expect(messages.count == count)
      #expect(messages.allSatisfy { $0.hasPrefix("From: ") })
      if name == "unmunged" { #expect(messages.allSatisfy { $0.contains("\r\nFrom Russia with love\r\n") }) }
    }
  }
}
