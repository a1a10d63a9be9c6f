import InternetMessage

/// Text of a part for people and for search: valid UTF-8 in proportion to what came in, whatever its charset and markup;
/// words of a closed set of characters, which are found again as they stand; text that is put into HTML comes out of it.
enum HTMLFuzzer {
  private static let types = ["html", "plain", "enriched", "richtext"]
  private static let charsets = [
    "utf-8", "", "iso-8859-1", "windows-1251", "gb18030", "big5", "euc-kr", "shift_jis", "iso-2022-jp",
    "utf-16", "utf-7",
    "koi8-r",
  ]

  static func run(_ input: inout FuzzInput) throws {
    let type = input.choice(types)
    let charset = input.choice(charsets)
    let isFlowed = input.flag()
    let content = Array(input.rest)
    var parameters = [ContentType.Parameter(name: "charset", value: charset)]
    if isFlowed { parameters.append(ContentType.Parameter(name: "format", value: "flowed")) }
    let part = part(ContentType("text", type, parameters: parameters))
    for use in [MessageStructure.TextUse.reading, .search] {
      let text = text(content, part, use)
      demand(String(validating: text, as: UTF8.self) != nil, "text is UTF-8")
      demand(text.count <= 16 * content.count + 256, "text does not grow without bounds")
      checkWords(text)
    }
    // Without escapes, which would be those of ISO-2022-JP.
    checkEscaped(String(decoding: content.filter { $0 >= 0x20 }, as: UTF8.self))
    checkParts(content)
  }

  private static func part(_ type: ContentType) -> MessagePart {
    MessagePart(path: "1", type: type, header: 0..<0, body: 0..<0)
  }

  private static func text(
    _ content: [UInt8], _ part: MessagePart, _ use: MessageStructure.TextUse
  ) -> [UInt8] {
    var text: [UInt8] = []
    PartText.append(content, of: part, for: use, to: &text)
    return text
  }

  private static func checkWords(_ text: [UInt8]) {
    var handedOut: [UInt8] = []
    var end = 0
    SearchWords.forEach(in: text.span) { range, word in
      demand(end <= range.lowerBound && range.upperBound <= text.count, "words stand one behind the other")
      demand(!range.isEmpty && (1...SearchWords.lengthLimit).contains(word.count), "a word has a length")
      end = range.upperBound
      for index in word.indices {
        demand(
          word[index] > 0x2A && word[index] != 0x7F, "no blank, quote, star or control character in a word")
        handedOut.append(word[index])
      }
      handedOut.append(0x20)
      return true
    }
    var appended: [UInt8] = []
    SearchWords.append(text.span, to: &appended)
    demand(appended == handedOut, "appended words are those that are handed out")
    var again: [UInt8] = []
    SearchWords.append(appended.span, to: &again)
    demand(again == appended, "folded words fold to themselves")
  }

  /// Text in HTML has the words of the text.
  private static func checkEscaped(_ text: String) {
    var html = "<p title='>'>"
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": html += "&lt;"
      case "&": html += "&#38;"
      case _ where scalar.value > 0xFF && scalar.value % 3 == 0:
        html += "&#x\(String(scalar.value, radix: 16));"
      default: html.unicodeScalars.append(scalar)
      }
    }
    let type = ContentType("text", "html", parameters: [.init(name: "charset", value: "utf-8")])
    let shown = self.text(Array(html.utf8), part(type), .search)
    demand(
      SearchWords.words(of: String(decoding: shown, as: UTF8.self)) == SearchWords.words(of: text),
      "text in HTML has the words of the text")
  }

  private static func checkParts(_ message: [UInt8]) {
    let structure = MessageStructure(reading: message)
    for use in [MessageStructure.TextUse.reading, .search] {
      let texts = structure.textParts(for: use)
      demand(
        texts == texts.sorted() && Set(texts).count == texts.count, "texts stand in their order, each once")
      demand(texts.allSatisfy { !structure.parts[$0].isMultipart }, "a text has content")
    }
  }
}
