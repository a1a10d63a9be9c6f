import FoundationEssentials
import InternetMessage
import TestFiles
import Testing

@Suite struct TextOracleTests {
  @Test func `plain text and HTML are what imap_tools reads`() throws {
    guard let oracles = try oracles(), let corpus = Corpus.folder else { return }
    let data = Data(try readFile("\(oracles)/imap_tools/expected.json"))
    var agreement = Agreement("Text: imap_tools", in: "docs/text.md")
    for (name, oracle) in try JSONDecoder().decode([String: ImapToolsText].self, from: data) {
      let message = TextOfMessage(try readFile("\(corpus)/\(name)"))
      agreement.compare(name, "text", collapsed(oracle.text), collapsed(message.plain))
      let html = shownText(ofHTML: oracle.html)
      agreement.compare(name, "html", collapsed(html), collapsed(message.html))
      let best = SearchWords.words(of: oracle.text).isEmpty ? html : oracle.text
      agreement.compare(name, "chosen", collapsed(best), collapsed(message.chosen))
    }
    try agreement.expectAsDocumented()
  }

  @Test func `the text of a message is what James indexes`() throws {
    guard let oracles = try oracles(), let corpus = Corpus.folder else { return }
    var agreement = Agreement("Text: James", in: "docs/text.md")
    for (name, oracle) in try JamesOracle.all(in: oracles, for: corpus) {
      let message = TextOfMessage(try readFile("\(corpus)/\(name)"))
      let theirs = oracle.textBody ?? shownText(ofHTML: oracle.htmlBody ?? "")
      agreement.compare(name, "text", collapsed(theirs), collapsed(message.chosen))
    }
    try agreement.expectAsDocumented()
  }

  /// The library shows HTML where there is some, with the addresses of links, and attachments as lines of their own.
  @Test func `the words of messages in many charsets are those that mailcore2 shows`() throws {
    guard let oracles = try oracles(), let corpus = Corpus.folder else { return }
    var agreement = Agreement("Text: mailcore2", in: "docs/text.md")
    for name in try folderNames("\(oracles)/mailcore2/summary") {
      let shown = String(decoding: try readFile("\(oracles)/mailcore2/summary/\(name)"), as: UTF8.self)
      let body = shown.split(separator: "\n", omittingEmptySubsequences: false)
        .drop { !$0.isEmpty }.filter { !$0.hasPrefix("- ") || !$0.hasSuffix("B") }.joined(separator: "\n")
      let file = "mailcore2/summary/\(name.dropLast(".txt".count)).eml"
      let ours = TextOfMessage(try readFile("\(corpus)/\(file)"))
      agreement.compare(
        file, "words", SearchWords.words(of: withoutAddresses(body)), SearchWords.words(of: ours.chosenHTML))
    }
    try agreement.expectAsDocumented()
  }

  /// The text without `(http://…)`, `(mailto:…)` and `(#…)`.
  private func withoutAddresses(_ text: String) -> String {
    var pieces: [Substring] = []
    for piece in text.split(separator: "(", omittingEmptySubsequences: false) {
      let isAddress = ["http", "mailto:", "#"].contains { piece.hasPrefix($0) }
      pieces.append(isAddress ? piece.drop { $0 != ")" } : piece)
    }
    return pieces.joined(separator: " ")
  }

  @Test(arguments: ["big5", "gb18030", "shift_jis", "utf-8"])
  func `a charset that nobody told is guessed`(charset: String) throws {
    guard let oracles = try oracles() else { return }
    let content = try readFile("\(oracles)/mailcore2/charset-detection/\(charset).txt")
    let told = text(of: content, declared: charset)
    #expect(text(of: content, declared: nil) == told)
    #expect(!told.contains("\u{FFFD}") && told.unicodeScalars.contains { $0.value > 0x2E80 })
  }

  private func text(of content: [UInt8], declared: String?) -> String {
    let parameters = declared.map { [ContentType.Parameter(name: "charset", value: $0)] } ?? []
    let part = MessagePart(
      path: "1", type: ContentType("text", "plain", parameters: parameters), header: 0..<0, body: 0..<0)
    var text: [UInt8] = []
    PartText.append(content, of: part, for: .search, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  private func shownText(ofHTML html: String) -> String {
    let type = ContentType("text", "html", parameters: [.init(name: "charset", value: "utf-8")])
    var text: [UInt8] = []
    PartText.append(
      Array(html.utf8), of: MessagePart(path: "1", type: type, header: 0..<0, body: 0..<0), for: .search,
      to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// The text with one blank for any blanks and line ends.
  private func collapsed(_ text: String) -> String {
    text.unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }.joined(separator: " ")
  }

  private func oracles() throws -> String? {
    #expect(Corpus.oracles != nil || !Corpus.isRequired, "the corpus is missing")
    return Corpus.oracles
  }
}

private struct ImapToolsText: Decodable {
  let text: String
  let html: String
}

/// What is read of a message's text.
struct TextOfMessage {
  private let octets: [UInt8]
  private let structure: MessageStructure

  init(_ octets: [UInt8]) {
    self.octets = octets
    structure = MessageStructure(reading: octets)
  }

  /// All plain text that is no attachment.
  var plain: String { all("text/plain") }

  /// All HTML that is no attachment, as text.
  var html: String { all("text/html") }

  /// What people read, as it is searched.
  var chosen: String {
    join(structure.textParts(for: .reading) { SearchWords.words(of: text(of: structure.parts[$0])).isEmpty })
  }

  /// The same with HTML rather than plain text.
  var chosenHTML: String { join(structure.textParts(for: .reading) { _ in true }) }

  private func join(_ parts: [Int]) -> String {
    parts.map { text(of: structure.parts[$0]) }.joined(separator: "\n")
  }

  private func all(_ type: String) -> String {
    structure.contents.filter { $0.type.name == type && !$0.isAttachment }
      .map { text(of: $0) }.joined(separator: "\n")
  }

  private func text(of part: MessagePart) -> String {
    var decoder = ContentDecoder(part.encoding)
    var content: [UInt8] = []
    decoder.decode(octets[part.body].span, into: &content)
    decoder.finish(into: &content)
    var text: [UInt8] = []
    PartText.append(content, of: part, for: .search, to: &text)
    return String(decoding: text, as: UTF8.self)
  }
}
