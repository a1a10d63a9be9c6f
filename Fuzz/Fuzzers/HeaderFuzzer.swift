import InternetMessage

/// The header of a message from anybody: it ends where its blank line is, what follows is not looked at, and
/// what is read out of it is no larger than what went in.
enum HeaderFuzzer {
  static func run(_ input: inout FuzzInput) throws {
    let message = Array(input.rest)
    let end = HeaderSection.end(in: message)
    demand(end.map { [$0.fields, $0.body] } ?? [] == naiveEnd(message), "the header ends at its blank line")
    let header = Header(parsing: message)
    demand(header.octets == end?.body ?? message.count, "the header has the octets up to the body")
    checkFields(header, message)
    let envelope = Envelope(header: message)
    checkBounds(envelope, message.count)
    if let end {
      let alone = Envelope(header: Array(message[..<end.body]))
      demand(alone == envelope, "what follows the header is not looked at")
      demand(Header(parsing: Array(message[..<end.body])).fields == header.fields, "nor among the fields")
    }
    checkLineEnds(message, envelope)
  }

  private static func naiveEnd(_ message: [UInt8]) -> [Int] {
    var start = 0
    for (index, octet) in message.enumerated() where octet == 10 {
      let line = message[start..<index]
      if line.isEmpty || line == [13] { return [start, index + 1] }
      start = index + 1
    }
    return []
  }

  private static func checkFields(_ header: Header, _ message: [UInt8]) {
    demand(header.fields.count <= Header.fieldLimit, "no more fields are kept than the limit says")
    let octets = header.fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.count }
    demand(octets <= message.count, "fields are parts of the message")
    for field in header.fields {
      demand(!field.name.isEmpty && field.name.utf8.allSatisfy { (33...126).contains($0) }, "names are plain")
      demand(field.text.utf8.count <= 16 * field.value.count, "text does not grow without bounds")
      demand(
        header.first(field.name.uppercased())?.name.lowercased() == field.name.lowercased(), "it is found")
    }
  }

  private static func checkBounds(_ envelope: Envelope, _ count: Int) {
    let lists = [envelope.from, envelope.sender, envelope.replyTo, envelope.to, envelope.cc, envelope.bcc]
    var octets = (envelope.subject ?? "").utf8.count + (envelope.messageID ?? "").utf8.count
    for list in lists {
      demand(list.count <= AddressList.limit, "no more addresses are kept than the limit says")
      octets += list.reduce(0) { $0 + ($1.name ?? "").utf8.count + $1.address.utf8.count }
    }
    octets += (envelope.inReplyTo + envelope.references).reduce(0) { $0 + $1.utf8.count }
    demand(octets <= 16 * count, "an envelope does not grow without bounds")
    for date in [envelope.date, envelope.received].compactMap(\.self) {
      demand((0...253_402_300_799).contains(date), "a date lies within 1970…9999")
    }
  }

  /// A header says the same in LF and in CRLF form; limits in octets are kept out of it.
  private static func checkLineEnds(_ message: [UInt8], _ envelope: Envelope) {
    guard message.count <= 240, message.contains(10), !message.contains(13) else { return }
    let wire = message.flatMap { $0 == 10 ? [13, 10] : [$0] }
    demand(Envelope(header: wire) == envelope, "line ends do not change what a header says")
  }
}
