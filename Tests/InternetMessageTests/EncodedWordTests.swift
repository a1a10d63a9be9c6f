import InternetMessage
import Testing

@Suite struct EncodedWordTests {
  @Test(
    arguments: [
      ("plain", "plain"),
      ("  blanks around\t", "blanks around"),
      ("folded\r\n line", "folded line"),
      ("folded\r\n\tline", "folded line"),
      ("folded\n  twice", "folded  twice"),
      ("=?iso-8859-1?Q?Gr=FC=DFe?=", "Grüße"),
      ("=?ISO-8859-1?q?a_b?=", "a b"),
      ("=?utf-8?B?R3LDvMOfZQ==?=", "Grüße"),
      ("=?utf-8?B?R3LDvMOfZQ?=", "Grüße"),
      ("=?utf-8*de?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
      ("Re: =?utf-8?Q?Gr=C3=BC?= an alle", "Re: Grü an alle"),
      ("=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"),
      ("=?utf-8?Q?a?=\r\n =?iso-8859-1?Q?=E9?=", "aé"),
      ("=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c"),
      ("=?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC=C3=9Fe?=", "Grüße"),
      ("=?utf-8?B?R3LD?= =?utf-8?B?vMOfZQ==?=", "Grüße"),
      ("(=?utf-8?Q?a?=)", "(a)"),
      ("x=?utf-8?Q?a?=y", "xay"),
      ("=?utf-8?Q?with blanks inside?=", "with blanks inside"),
      ("=?utf-8?Q?not closed", "=?utf-8?Q?not closed"),
      ("=?utf-8?Q?cut=C3=BC", "cutü"),
      ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
      ("=?utf-8?Q??=", ""),
      ("=?", "=?"),
      ("a =?= b", "a =?= b"),
      ("=?utf-8?Q?=ZZ=4?=", "=ZZ=4"),
      ("=?windows-1252?Q?=80_=93x=94?=", "€ “x”"),
      ("=?us-ascii?Q?Gr=FC?=", "Grü"),
      ("=?koi8-r?B?8NLJ18XU?=", "Привет"),
      ("=?windows-1251?B?z/Do4uXy?=", "Привет"),
      ("=?cp1251?B?z/Do4uXy?=", "Привет"),
      ("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"),
      ("=?Shift_JIS?B?k/qWew==?=", "日本"),
      ("=?euc-jp?B?xvzL3A==?=", "日本"),
      ("=?gb2312?B?1tC5+g==?=", "中国"),
      ("=?gb2312?B?1tC5?= =?gb2312?B?+g==?=", "中国"),
      ("=?big5?B?pKSw6g==?=", "中國"),
      ("=?ks_c_5601-1987?B?x9GxuQ==?=", "한국"),
      ("=?utf-7?Q?+ZeVnLA-?=", "日本"),
      ("=?iso-8859-7?B?xevr4eQ=?=", "Ελλαδ"),
      ("=?tis-620?B?5LfC?=", "ไทย"),
      ("=?no-such-charset?Q?Gr=C3=BC?=", "Grü"),
      ("=?no-such-charset?Q?Gr=FC?=", "Grü"),
      ("=?utf-8//TRANSLIT?Q?abc?=", "abc"),
      ("=?gb2312?B?1tC5?=", "中\u{FFFD}"),
      ("=?utf-8?Q?=FF?=", "\u{FFFD}"),
    ])
  func `a value is decoded`(raw: String, text: String) {
    #expect(EncodedWord.decode(Array(raw.utf8)) == text)
  }

  @Test func `raw octets are UTF-8 where they can be, else windows-1252`() {
    #expect(EncodedWord.decode([0x47, 0x72, 0xC3, 0xBC]) == "Grü")
    #expect(EncodedWord.decode([0x47, 0x72, 0xFC, 0x80]) == "Grü€")
  }

  @Test(arguments: [
    "=?a?q?", "=?", "=?utf-8?q?x?=", "=?x-none?q?=FF?= ", "=?koi8-r?b?8A?=a", "\n ", "(", "=?q?=?",
  ])
  func `128 KB of one broken piece is read in bounded time`(piece: String) {
    let raw = Array(String(repeating: piece, count: (1 << 17) / piece.utf8.count).utf8)
    #expect(EncodedWord.decode(raw).utf8.count <= 1 << 17)
    _ = Envelope(header: Array("To: ".utf8) + raw)
  }
}
