import POP3

/// Lines of a server, one at a time: what is shown of them is printable, and what can be written reads back.
enum ReplyFuzzer {
  static func run(_ input: inout FuzzInput) throws {
    let limit = Int(input.octet()) + 1
    let number = UInt32(truncatingIfNeeded: input.integer())
    let line = Array(input.rest)
    checkReply(line)
    checkPrintable(PrintableText.escaped(line, limit: limit), limit)
    checkBase64(line)
    checkCapabilities(line)
    checkListings(line, number)
    checkCommands(line)
  }

  private static func checkReply(_ line: [UInt8]) {
    _ = ResponseCode(startOf: line)
    _ = MaildropStatus(text: line)
    _ = ScanListing(line: line.span.bytes)
    guard let reply = Reply(line: line.span.bytes) else { return }
    demand(line.suffix(reply.text.count) == reply.text[...], "a reply's text is the end of its line")
    demand(reply.text.first != 32 && reply.text.first != 9, "no blank begins a reply's text")
    checkPrintable(reply.printable, 200)
    if case .other(let name) = reply.code { checkPrintable(name, 200) }
    guard let stamp = Greeting(reply).apopTimestamp else { return }
    demand(stamp.first == 60 && stamp.last == 62, "a timestamp stands in angle brackets")
    demand(stamp.allSatisfy { (33...126).contains($0) }, "a timestamp is printable")
    demand(stamp.count(where: { $0 == 64 }) == 1, "a timestamp has one @")
  }

  private static func checkPrintable(_ text: String, _ limit: Int) {
    demand(text.count <= limit, "no more is shown than was asked for")
    for scalar in text.unicodeScalars {
      let category = scalar.properties.generalCategory
      demand(
        ![.control, .format, .lineSeparator, .paragraphSeparator].contains(category),
        "no control or format character comes out")
    }
  }

  private static func checkBase64(_ octets: [UInt8]) {
    let encoded = Base64.encode(octets)
    demand(Base64.decode(encoded) == octets, "base64 decodes to what was encoded")
    demand(Base64.decode(encoded.filter { $0 != 61 }) == octets, "base64 does without its padding")
    guard let decoded = Base64.decode(octets) else { return }
    let again = Base64.encode(decoded)
    demand(Base64.decode(again) == decoded, "what was decoded can be encoded")
    let digits = octets.count(where: { $0 != 61 })
    demand(again.count(where: { $0 != 61 }) == digits, "no digit of base64 is lost")
  }

  private static func checkCapabilities(_ octets: [UInt8]) {
    var capabilities = Capabilities()
    for line in octets.split(separator: 10, omittingEmptySubsequences: false) {
      capabilities.add(Array(line))
    }
    demand(capabilities.lines.count <= 256, "few capabilities are kept")
    for line in capabilities.lines { checkPrintable(line, 500) }
    checkPrintable(capabilities.implementation ?? "", 500)
    let again = Capabilities(lines: capabilities.lines)
    demand(again.hasPipelining == capabilities.hasPipelining, "kept lines say the same again")
    demand(again.saslMechanisms == capabilities.saslMechanisms, "kept lines say the same again")
  }

  private static func checkListings(_ octets: [UInt8], _ number: UInt32) {
    if let listing = UniqueIDListing(line: octets.span.bytes), let uid = listing.uid {
      demand(!uid.bytes.isEmpty && uid.bytes.count < octets.count, "a unique-id is part of its line")
      checkPrintable(uid.printable, 100)
    }
    guard let number = MessageNumber(number) else { return }
    if let answer = UniqueIDListing(text: octets, asked: number) {
      demand(answer.number == number, "the answer is about the message that was asked for")
    }
    let uid = octets.filter { $0 != 13 && $0 != 10 }
    let isPlain = uid.first.map { $0 != 32 && $0 != 9 } ?? false && uid.last != 32 && uid.last != 9
    let line = Array("\(number) ".utf8) + uid
    if isPlain {
      demand(
        UniqueIDListing(line: line.span.bytes) == UniqueIDListing(number: number, uid: UniqueID(uid)),
        "a unique-id of any octets is read as it is")
    }
    let size = Int64(octets.count) &* 0x1234_5678_9ABC & .max
    let scan = Array("\(number) \(size)".utf8)
    demand(
      ScanListing(line: scan.span.bytes) == ScanListing(number: number, octets: size), "a size reads back")
  }

  private static func checkCommands(_ octets: [UInt8]) {
    let isSafe = octets.allSatisfy { $0 != 0 && $0 != 10 && $0 != 13 }
    for command in [Command.user(octets), .pass(Secret(octets)), .apop(user: octets, digest: "00")] {
      var wire: [UInt8] = []
      do throws(ProtocolViolation) {
        try command.encode(into: &wire)
        demand(isSafe, "no line end goes out in an argument")
        demand(wire.suffix(2) == [13, 10], "a command ends its line")
      } catch { demand(!isSafe && wire.isEmpty, "only what is unsafe is refused, and then wholly") }
      checkPrintable(command.traceDescription, 200)
    }
  }
}
