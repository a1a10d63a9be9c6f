import InternetMessage
import TestFiles
import Testing

@Suite struct PartTextTests {
  private func text(
    _ content: [UInt8], type: String = "plain", _ parameters: [String: String] = [:],
    for use: MessageStructure.TextUse = .reading
  ) -> String {
    let listed = parameters.map { ContentType.Parameter(name: $0.key, value: $0.value) }
    let part = MessagePart(
      path: "1", type: ContentType("text", type, parameters: listed), header: 0..<0, body: 0..<0)
    var text: [UInt8] = []
    PartText.append(content, of: part, for: use, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  @Test(
    arguments: [
      ("caf\u{E9}", "iso-8859-1", [0x63, 0x61, 0x66, 0xE9]),
      ("“so”", "iso-8859-1", [0x93, 0x73, 0x6F, 0x94]),
      ("дом", "koi8-r", [0xC4, 0xCF, 0xCD]), ("日本①", "iso-2022-jp", Array("\u{1B}$BF|K\\-!\u{1B}(B".utf8)),
      ("ｶﾅ", "ISO-2022-JP", Array("\u{1B}(I6E\u{1B}(B".utf8)), ("中文", "gb2312", [0xD6, 0xD0, 0xCE, 0xC4]),
      ("é", "utf-8", [0xEF, 0xBB, 0xBF, 0xC3, 0xA9]), ("hé", "us-ascii", [0xFF, 0xFE, 0x68, 0, 0xE9, 0]),
      ("é", "no-such-charset", [0xC3, 0xA9]), ("a\u{FFFD}é", "utf-8", [0x61, 0xFF, 0xC3, 0xA9]),
      ("ça", "utf-8", [0xE7, 0x61]), ("Hi Mom -☺-!", "utf-7", Array("Hi Mom -+Jjo--!".utf8)),
      ("счет и счёт", "windows-1251", Array("счет и счёт".utf8)),
    ] as [(String, String, [UInt8])])
  func `a body is read in the charset that it says or means`(
    expected: String, charset: String, content: [UInt8]
  ) {
    #expect(text(content, ["charset": charset]) == expected)
  }

  @Test(
    arguments: [
      ("KOI8-R", "Съешь же ещё этих мягких французских булок"),
      ("CP1251", "Съешь же ещё этих мягких французских булок"),
      ("EUC-JP", "吾輩は猫である。名前はまだ無い。"), ("SHIFT_JIS", "吾輩は猫である。名前はまだ無い。"),
      ("EUC-KR", "안녕하세요. 오늘은 날씨가 좋습니다. 감사합니다."), ("GB18030", "您好，这是我的中文邮件，请在今天回复。"),
      ("BIG5", "您好，這是我的中文郵件，請在今天回覆。"), ("CP1254", "Çok güzel bir gün, ışık ve şarkı"),
      ("CP1252", "Übergrößenträger äußern sich höflich"), ("CP1252", "L’été à Nîmes, où êtes-vous allés ?"),
      ("ISO-2022-JP", "吾輩は猫である。"), ("UTF-8", "Ünïcödé"),
    ])
  func `a charset that nobody told is guessed`(charset: String, sample: String) throws {
    let encoded = try #require(TestCharset.encode(sample, charset))
    #expect(text(encoded) == sample)
  }

  @Test func `HTML tells its own charset`() {
    let html =
      Array("<meta http-equiv=Content-Type content=\"text/html; charset=koi8-r\"><p>".utf8) + [
        0xC4, 0xCF, 0xCD,
      ]
    #expect(text(html, type: "html") == "дом\n")
    #expect(text(html, type: "html", ["charset": "iso-8859-1"]) == "ÄÏÍ\n")
    #expect(text(Array("<meta charset='utf-16'>é".utf8), type: "html") == "é\n")
  }

  @Test func `flowed lines are joined for reading`() {
    let flowed = "One \r\ntwo\r\n> quoted \r\n> on\r\n>> deeper\r\n-- \r\nme \n From here\n"
    let joined = "One two\n> quoted on\n>> deeper\n-- \nme From here\n"
    #expect(text(Array(flowed.utf8), ["format": "flowed"]) == joined)
    #expect(text(Array("日 \n本".utf8), ["format": "Flowed", "delsp": "YES"]) == "日本\n")
    #expect(text(Array(flowed.utf8), ["format": "flowed"], for: .search) == flowed)
    #expect(text(Array("no end ".utf8), ["format": "flowed"]) == "no end \n")
  }

  @Test func `lines end in LF for reading`() {
    #expect(text(Array("a\r\nb\rc\nd\r".utf8)) == "a\nb\nc\nd\n")
    #expect(text(Array("a\r\nb".utf8), type: "x-log", for: .search) == "a\r\nb")
  }

  @Test func `enriched and rich text lose their commands`() {
    let enriched = "<bold>Now</bold> is\nthe <<time>\n\nfor<param>red</param> all\n\n\nx <"
    #expect(text(Array(enriched.utf8), type: "enriched") == "Now is the <time>\nfor all\n\nx <")
    let rich = "<bold>Now</bold><nl>is<lt>\nit<comment>no<bold></comment><paragraph>a</paragraph>b"
    #expect(text(Array(rich.utf8), type: "richtext") == "Now\nis< ita\n\nb")
  }

  @Test func `files within plain text are left out and named`() {
    let file = "begin 644 cat.txt\n#0V%T\n`\nend\n"
    #expect(text(Array("See:\n\(file)Bye\n".utf8)) == "See:\n[cat.txt]\nBye\n")
    for other in [
      "begin 644 cat.txt\nno code\nend\n", "begin 644 x\n#0V%T\n", "begin the day\n", "begin 644 x\nend\n",
    ] {
      #expect(text(Array(other.utf8)) == other)
    }
  }

  @Test func `text is UTF-8 whatever the octets`() {
    var octets: [UInt8] = []
    for index in 0..<4_000 { octets.append(UInt8(truncatingIfNeeded: index * 7 + index / 256 * 13)) }
    for charset in [
      "", "utf-8", "iso-8859-1", "big5", "iso-2022-jp", "utf-16", "utf-7", "gb18030", "hz", "x",
    ] {
      for type in ["plain", "html", "enriched", "richtext", "other"] {
        for use in [MessageStructure.TextUse.reading, .search] {
          let part = MessagePart(
            path: "1", type: ContentType("text", type, parameters: [.init(name: "charset", value: charset)]),
            header: 0..<0, body: 0..<0)
          var text: [UInt8] = []
          PartText.append(octets, of: part, for: use, to: &text)
          #expect(String(validating: text, as: UTF8.self) != nil, "\(charset) \(type)")
        }
      }
    }
  }
}
