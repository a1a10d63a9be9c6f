import InternetMessage

/// A message from anybody: its parts lie within each other and within the limits, and are the same however the octets
/// are cut and whatever ends the lines; content that is written comes back.
enum MimeFuzzer {
  static func run(_ input: inout FuzzInput) throws {
    let cuts = input.cuts()
    let message = Array(input.rest)
    let structure = MessageStructure(reading: message)
    for cut in cuts {
      var reader = StructureReader()
      cut.forEachSpan(of: message) { reader.append($0) }
      demand(reader.finish() == structure, "the cut does not change the structure")
    }
    checkPlaces(structure, message.count)
    for part in structure.parts { checkContent(part, Array(message[part.body]), cuts) }
    checkLineEnds(message, structure)
    checkWritten(Array(message.prefix(1_500)), cuts)
  }

  private static func checkPlaces(_ structure: MessageStructure, _ count: Int) {
    let parts = structure.parts
    demand(!parts.isEmpty && parts.count <= 10_001, "there are parts, and not too many")
    demand(Set(structure.defects).count == structure.defects.count, "a defect is told once")
    for (index, part) in parts.enumerated() {
      demand(part.header.upperBound <= part.body.lowerBound, "the content is behind the header")
      demand(part.body.upperBound <= count, "a part is within the message")
      demand(
        (part.parent == nil) == (index == 0) && part.depth <= 101,
        "every part but the first has one around it")
      demand(part.filename != "" && part.type.name.utf8.count <= count + 10, "what is told was written")
      guard let parent = part.parent else { continue }
      let around = parts[parent]
      demand(parent < index && around.depth + 1 == part.depth, "a part is behind the one around it")
      demand(around.isMultipart || around.isMessage, "only multiparts and messages have parts")
      demand(
        around.body.lowerBound <= part.header.lowerBound && part.body.upperBound <= around.body.upperBound,
        "a part is within the one around it")
    }
    for index in parts.indices {
      let children = structure.children(of: index).map { parts[$0] }
      for (one, next) in zip(children, children.dropFirst()) {
        demand(one.body.upperBound <= next.header.lowerBound, "a part is behind the one before it")
      }
    }
  }

  private static func checkContent(_ part: MessagePart, _ body: [UInt8], _ cuts: [Cuts]) {
    for encoding in Set([part.encoding, .base64, .quotedPrintable, .uuencode]) {
      let contents = cuts.map { decoded(body, encoding, $0) }
      demand(contents.allSatisfy { $0 == contents[0] }, "the cut does not change the content")
      // A line of uuencode says how much it stands for, and blanks at its end may be lost.
      demand(contents[0].count <= (encoding == .uuencode ? 32 : 1) * body.count, "content does not grow")
    }
  }

  private static func decoded(_ body: [UInt8], _ encoding: ContentEncoding, _ cut: Cuts) -> [UInt8] {
    var decoder = ContentDecoder(encoding)
    var content: [UInt8] = []
    cut.forEachSpan(of: body) { decoder.decode($0, into: &content) }
    decoder.finish(into: &content)
    return content
  }

  private static func checkLineEnds(_ message: [UInt8], _ structure: MessageStructure) {
    guard !message.contains(13), message.contains(10) else { return }
    let wire = message.flatMap { $0 == 10 ? [13, 10] : [$0] }
    let other = MessageStructure(reading: wire)
    demand(other.defects == structure.defects, "line ends are no defects")
    demand(other.parts.count == structure.parts.count, "line ends do not change the number of parts")
    for (one, two) in zip(structure.parts, other.parts) {
      demand(
        one.path == two.path && one.type == two.type && one.filename == two.filename, "nor what they are")
      demand(Array(message[one.body]) == wire[two.body].filter { $0 != 13 }, "nor what they hold")
    }
  }

  /// What is written into a multipart is read from it.
  private static func checkWritten(_ content: [UInt8], _ cuts: [Cuts]) {
    let boundary = "=_never in base64 nor quoted-printable"
    var message = Array("Content-Type: multipart/mixed; boundary=\"\(boundary)\"\r\n\r\n".utf8)
    message +=
      part("base64", boundary) + base64(content) + part("quoted-printable", boundary) + quoted(content)
    message += Array("\r\n--\(boundary)--\r\n".utf8)
    let structure = MessageStructure(reading: message)
    demand(structure.parts.count == 3 && structure.defects.isEmpty, "two parts that are written are two")
    for part in structure.contents {
      for cut in cuts {
        demand(decoded(Array(message[part.body]), part.encoding, cut) == content, "content comes back")
      }
    }
  }

  private static func part(_ encoding: String, _ boundary: String) -> [UInt8] {
    Array("\r\n--\(boundary)\r\nContent-Transfer-Encoding: \(encoding)\r\n\r\n".utf8)
  }

  private static func base64(_ content: [UInt8]) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: content.count, by: 3) {
      let group = content[start..<min(start + 3, content.count)]
      let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
      for place in 0..<4 {
        let digit = alphabet[Int(bits >> UInt32(18 - 6 * place)) & 63]
        text.append(place <= group.count ? digit : UInt8(ascii: "="))
      }
      if text.count % 78 == 76 { text += [13, 10] }
    }
    return text
  }

  private static func quoted(_ content: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    var column = 0
    for octet in content {
      if column > 72 {
        text += Array("=\r\n".utf8)
        column = 0
      }
      let isPlain = (33...126).contains(octet) && octet != UInt8(ascii: "=") && octet != UInt8(ascii: "-")
      let digits = String(octet, radix: 16, uppercase: true)
      text += isPlain ? [octet] : Array(("=" + (digits.count == 1 ? "0" : "") + digits).utf8)
      column += isPlain ? 1 : 3
    }
    return text
  }
}
