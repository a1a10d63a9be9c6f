import InternetMessage
import TestFiles
import Testing

@Suite struct TextPartsTests {
  /// Parts as `path type`, deeper ones after those around them.
  private func structure(_ lines: String) -> MessageStructure {
    var parts: [MessagePart] = []
    for line in lines.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      let names = words[0].split(separator: "/").map(String.init)
      let depth = line.prefix { $0 == " " }.count
      let parent = parts.lastIndex { $0.depth < depth }
      var part = MessagePart(
        path: "", parent: parent, depth: depth, type: ContentType(names[0], names[1]), header: 0..<0,
        body: words.contains("empty") ? 0..<2 : 0..<100)
      if words.contains("attached") { part.disposition = "attachment" }
      if words.contains("named") { part.filename = "a.txt" }
      parts.append(part)
    }
    return MessageStructure(parts: parts)
  }

  @Test(
    arguments: [
      ("text/plain", [0], [0]),
      ("multipart/alternative\n text/plain\n text/html", [1], [1]),
      ("multipart/alternative\n text/plain empty\n text/html", [2], [2]),
      ("multipart/alternative\n multipart/related\n  text/html\n  image/png\n text/enriched", [2], [2]),
      (
        "multipart/alternative\n text/plain\n multipart/mixed\n  text/html\n  application/pdf attached\n  text/html",
        [1], [1]
      ),
      ("multipart/alternative\n text/enriched\n text/calendar", [2], [2]),
      (
        "multipart/mixed\n text/plain\n text/plain attached\n text/x-diff named\n text/plain", [1, 4], [1, 4]
      ),
      ("multipart/related\n text/html\n text/css", [1], [1]),
      ("multipart/mixed\n text/plain\n message/rfc822 attached\n  text/plain", [1, 3], [1, 3]),
      ("multipart/report\n text/plain\n message/delivery-status\n text/rfc822-headers", [1], [1, 2, 3]),
      ("multipart/report\n message/delivery-status\n message/delivery-status", [1], [1, 2]),
      ("application/pdf", [], []),
    ] as [(String, [Int], [Int])])
  func `one form of each text is taken, and no attachment`(lines: String, reading: [Int], search: [Int]) {
    #expect(structure(lines).textParts(for: .reading) == reading)
    #expect(structure(lines).textParts(for: .search) == search)
  }

  @Test func `plain text without a word gives way to HTML`() {
    let parts = structure("multipart/alternative\n text/plain\n text/html")
    #expect(parts.textParts(for: .reading) { $0 == 1 } == [2])
    #expect(structure("text/plain").textParts(for: .reading) { _ in true } == [0])
  }

  @Test func `the root of a multipart related is the one that it names`() {
    var parts = structure("multipart/related\n image/png\n text/html")
    parts.parts[0].type.parameters = [.init(name: "start", value: "<root@x>")]
    parts.parts[2].contentID = "root@x"
    #expect(parts.textParts(for: .search) == [2])
  }
}
