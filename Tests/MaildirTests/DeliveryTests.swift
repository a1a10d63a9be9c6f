import Glibc
import Maildir
import Synchronization
import SystemPackage
import TestFiles
import Testing

@Suite struct DeliveryTests {
  struct Fixture: Sendable, CustomStringConvertible {
    let description: String
    let wire: [UInt8]
    /// What the file holds; nil: the wire form as it came, and no W in the name.
    let stored: [UInt8]?

    init(_ description: String, _ wire: String, stored: String?) {
      self.description = description
      self.wire = Array(wire.utf8)
      self.stored = stored.map { Array($0.utf8) }
    }
  }

  static let fixtures = [
    Fixture("plain", "A: b\r\n\r\ntext\r\nmore\r\n", stored: "A: b\n\ntext\nmore\n"),
    Fixture("empty", "", stored: ""),
    Fixture("one line end", "\r\n", stored: "\n"),
    Fixture("many line ends", "\r\n\r\n\r\n\r\n", stored: "\n\n\n\n"),
    Fixture("no line end at all", "text", stored: "text"),
    Fixture("no last line end", "A: b\r\n\r\ntext", stored: "A: b\n\ntext"),
    Fixture("NUL", "A: b\r\n\0\0\r\n\0", stored: "A: b\n\0\0\n\0"),
    Fixture("dots", ".\r\n..\r\n.a\r\n", stored: ".\n..\n.a\n"),
    Fixture("lone CR within", "A: b\r\n\r\nte\rxt\r\n", stored: nil),
    Fixture("lone CR at the end", "A: b\r\n\r\ntext\r", stored: nil),
    Fixture("lone CR at the beginning", "\rA: b\r\n", stored: nil),
    Fixture("only a CR", "\r", stored: nil),
    Fixture("lone LF within", "A: b\r\n\r\nte\nxt\r\n", stored: nil),
    Fixture("lone LF at the beginning", "\nA: b\r\n", stored: nil),
    Fixture("only LF", "A: b\n\ntext\n", stored: nil),
    Fixture("only a LF", "\n", stored: nil),
    Fixture("CRCRLF", "A: b\r\n\r\ntext\r\r\nmore\r\n", stored: nil),
    Fixture("LFCR", "A: b\r\n\n\rtext\r\n", stored: nil),
    Fixture("CR CR", "text\r\r", stored: nil),
  ]

  static let long = [
    Fixture("lines", String(repeating: "a line\r\n", count: 20_000), stored: nil),
    Fixture("lines, then a lone LF", String(repeating: "a line\r\n", count: 20_000) + "\n", stored: nil),
    Fixture("a lone LF, then lines", "\n" + String(repeating: "a line\r\n", count: 20_000), stored: nil),
  ]

  @Test func `a file system that takes no octet of a write ends it with an error`() throws {
    let mail = try MaildirFixture(calls: FileCalls(watch: nil, portion: { _, _ in 0 }))
    #expect {
      _ = try mail.write([Array("a line\r\n".utf8)])
    } throws: {
      ($0 as? FileFailure)?.errno == .ioError
    }
  }

  @Test(arguments: long)
  func `calls that are interrupted are made again, and what they cut short is finished`(_ fixture: Fixture)
    throws
  {
    let interruptions = Mutex(0)
    // Every other call is interrupted, and none moves more than some octets.
    let calls = FileCalls { (_) throws(Errno) in
      let isOdd = interruptions.withLock { count in
        count += 1
        return count % 2 == 1
      }
      if isOdd { throw .interrupted }
    } portion: { _, octets in
      min(octets, 4_001)
    }
    let mail = try MaildirFixture(calls: calls)
    let message = try mail.write([fixture.wire])
    let name = message.name(try #require(MaildirFixture.tag))
    let delivered = try mail.maildir.deliver([Placement(message, as: name)])
    #expect(try mail.read(try #require(delivered.first?.file)) == fixture.wire)
    #expect(interruptions.withLock { $0 } > 2 * fixture.wire.count / 4_001)
  }

  @Test(arguments: long)
  func `whichever system call fails while a message is written, that failure is thrown and nothing is left`(
    _ fixture: Fixture
  ) throws {
    let starts = stride(from: 0, to: fixture.wire.count, by: 32_000)
    let pieces = starts.map { Array(fixture.wire[$0..<min($0 + 32_000, fixture.wire.count)]) }
    var number = 1
    while true {
      let mail = try MaildirFixture()
      let log = CallLog(failsAt: number, error: .noSpace)
      do {
        let failing = try Maildir(opening: FilePath(mail.path), calls: log.calls)
        var delivery = try failing.begin()
        for piece in pieces { try delivery.append(piece.span.bytes) }
        _ = try delivery.finish(arrival: 1_763_901_234)
      } catch {
        #expect(error.errno == .noSpace && error.path.hasPrefix(mail.path), "call \(number)")
        #expect(try mail.names("tmp").isEmpty)
      }
      if !log.wasHit { break }
      number += 1
    }
    #expect(number > 5)
  }

  @Test(arguments: fixtures)
  func `a message is read back as it came, wherever the wire is cut`(_ fixture: Fixture) throws {
    let mail = try MaildirFixture()
    var cuts = (0...fixture.wire.count).map { [fixture.wire[..<$0], fixture.wire[$0...]] }
    cuts.append(fixture.wire.indices.map { fixture.wire[$0...$0] })
    let name = try mail.write([fixture.wire]).name(try #require(MaildirFixture.tag))
    #expect(name.size == fixture.stored?.count ?? fixture.wire.count)
    #expect(name.wireSize == fixture.stored.map { _ in Int64(fixture.wire.count) })
    #expect(name.wireOctets == fixture.wire.count)
    // One batch: every file but the first must be found to be the same as it.
    let batch = try cuts.map { Placement(try mail.write($0), as: name) }
    let delivered = try mail.maildir.deliver(batch)
    #expect(delivered.count == cuts.count)
    #expect(Set(delivered.map(\.file)).count == 1)
    let file = try #require(delivered.first?.file)
    #expect(try readFile("\(mail.path)/\(file.path)") == fixture.stored ?? fixture.wire)
    #expect(try mail.read(file) == fixture.wire)
  }

  @Test func `messages larger than every buffer are read back as they came`() throws {
    let mail = try MaildirFixture()
    let lines = Array(String(repeating: "a line of some length\r\n", count: 9_000).utf8)
    let long = [UInt8](repeating: 120, count: 300_000)
    let line: [UInt8] = [13, 10]
    let messages: [[UInt8]] = [
      [UInt8](repeating: 120, count: 3_000_000), long + line, lines + long + lines, lines + [13] + lines,
      lines + [13], lines + [10] + lines,
      long + [13] + long, [13] + lines, lines + long + [10],
      Array(String(repeating: "\r\n", count: 100_000).utf8),
      Array(String(repeating: "\r\n", count: 100_000).utf8) + [13],
    ]
    for wire in messages {
      let batch = try [wire.count, 65_535, 65_536, 65_537, 4_093].map { piece in
        let pieces = stride(from: 0, to: wire.count, by: piece).map { wire[$0..<min($0 + piece, wire.count)] }
        let written = try mail.write(pieces)
        return Placement(written, as: written.name(try #require(MaildirFixture.tag)))
      }
      let delivered = try mail.maildir.deliver(batch)
      #expect(delivered.map(\.wasThere) == [false, true, true, true, true])
      #expect(try mail.read(delivered[0].file) == wire)
    }
    #expect(try mail.files().count == messages.count)
    #expect(try mail.names("tmp").isEmpty)
  }

  @Test func `a delivery that is let go of leaves nothing`() throws {
    let mail = try MaildirFixture()
    do {
      var delivery = try mail.maildir.begin()
      try delivery.append([UInt8](repeating: 1, count: 100_000).span.bytes)
      #expect(try mail.names("tmp").count == 1)
    }
    #expect(try mail.names("tmp").isEmpty)
    do {
      let written = try mail.write([Array("text\r\n".utf8)])
      #expect(try mail.names("tmp").count == 1)
      #expect(written.size == 5)
    }
    #expect(try mail.names("tmp").isEmpty)
  }

  @Test func `every message of the corpus is read back as it came, and as it is kept`() throws {
    let messages = try Corpus.messages()
    #expect(!messages.isEmpty || !Corpus.isRequired)
    let mail = try MaildirFixture()
    var wires: [[UInt8]] = []
    for message in messages {
      wires.append(try message.bytes())
      if message.lineEnds == "lf" { wires.append(withLineEnds(try message.bytes())) }
    }
    let batch = try wires.enumerated().map { index, wire in
      let written = try mail.write([wire[..<(wire.count / 3)], wire[(wire.count / 3)...]])
      return Placement(written, as: written.name(try #require(MaildirFixture.tag(index))))
    }
    for (delivered, wire) in zip(try mail.maildir.deliver(batch), wires) {
      #expect(try mail.read(delivered.file) == wire)
    }
  }
}

/// `bytes` with a CR before every LF, as `Corpus.Message.wire` gives it; fast also where nothing is optimised.
private func withLineEnds(_ bytes: [UInt8]) -> [UInt8] {
  var wire: [UInt8] = []
  bytes.withUnsafeBytes { bytes in
    var rest = bytes
    while let start = rest.baseAddress, let end = memchr(start, 10, rest.count) {
      let length = UnsafeRawPointer(end) - start
      wire.append(
        contentsOf: UnsafeRawBufferPointer(rebasing: rest[..<length]).assumingMemoryBound(to: UInt8.self))
      wire += [13, 10]
      rest = UnsafeRawBufferPointer(rebasing: rest[(length + 1)...])
    }
    wire.append(contentsOf: rest.assumingMemoryBound(to: UInt8.self))
  }
  return wire
}
