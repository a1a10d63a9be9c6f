import InternetMessage
import TestFiles
import Testing

@Suite struct SearchWordsTests {
  @Test func `words are runs of letters and digits in lower case`() {
    #expect(SearchWords.words(of: "Re: Don't_stop, R2-D2! ") == ["re", "don", "t", "stop", "r2", "d2"])
  }

  @Test func `a long word is cut at forty octets`() {
    let long = String(repeating: "ab", count: 30)
    #expect(SearchWords.words(of: long + " c") == [String(long.prefix(40)), "c"])
    #expect(
      SearchWords.words(of: String(repeating: "é", count: 41) + "x") == [String(repeating: "e", count: 40)])
    #expect(SearchWords.words(of: String(repeating: "д", count: 30)) == [String(repeating: "д", count: 20)])
  }

  @Test func `appended words are those that are handed out`() {
    for text in ["", "a", "Ünïcode words, e\u{301}te\u{301}", "caf\u{E9} au lait", "日本語 text 漢"] {
      var appended: [UInt8] = []
      SearchWords.append(Array(text.utf8).span, to: &appended)
      let words = SearchWords.words(of: text).map { $0 + " " }.joined()
      #expect(String(decoding: appended, as: UTF8.self) == words)
    }
  }
}

@Suite struct FoldingTests {
  @Test(
    arguments: [
      ("Crème Brûlée", "creme brulee"), ("cre\u{300}me", "creme"), ("STRASSE Straße", "strasse strasse"),
      ("Æther œuvre Øre łódź đak ħ", "aether oeuvre ore lodz dak h"),
      ("ISTANBUL İstanbul ılık", "istanbul istanbul ilik"),
      ("Ἀθῆναι Αθήνα ὈΔΥΣΣΕΎΣ", "αθηναι αθηνα οδυσσευσ"), ("Ёлка йод ЇЖАК ґанок", "елка иод іжак ганок"),
      ("مُحَمَّد مـــحمد", "محمد محمد"), ("שָׁלוֹם", "שלום"), ("２０２４ ＡＢＣ ｆｕｌｌ", "2024 abc full"),
      ("ﬁnal ﬂow", "final flow"), ("٢٠٢٤ १२", "2024 12"), ("Việt Nam Viê\u{323}t", "viet nam viet"),
      ("soft\u{AD}hyphen zero\u{200D}joined", "softhyphen zerojoined"), ("Don’t L’été", "don t l ete"),
      ("m² ½ Ⅳ", "m2 iv"), ("हिन्दी क़लम", "हिन्दी कलम"), ("𝐁𝐨𝐥𝐝", "bold"), ("x\u{1F600}y", "x y"),
    ])
  func `letters fold to what people type`(text: String, words: String) {
    #expect(
      SearchWords.words(of: text).joined(separator: " ").unicodeScalars.elementsEqual(words.unicodeScalars))
  }

  @Test(
    arguments: [
      ("日本語です", "日 本 語 で す"), ("ｶﾞｲﾄﾞ", "ガ イ ド"), ("か\u{3099}は\u{309A}", "が ぱ"), ("한국 a한b", "한 국 a 한 b"),
      ("\u{1112}\u{1161}\u{11AB}", "한"), ("ภาษา", "ภ า ษ า"), ("漢字kanji2", "漢 字 kanji2"), ("𠀀豈", "𠀀 豈"),
    ])
  func `each character of scripts without blanks is a word`(text: String, words: String) {
    #expect(
      SearchWords.words(of: text).joined(separator: " ").unicodeScalars.elementsEqual(words.unicodeScalars))
  }

  @Test func `folded words fold to themselves, whatever character they are of`() {
    var checked = 0
    for code in UInt32(0x80)..<0x30000 {
      guard let scalar = Unicode.Scalar(code) else { continue }
      for word in SearchWords.words(of: "a\(scalar)b") {
        checked += 1
        #expect(SearchWords.words(of: word) == [word], "U+\(String(code, radix: 16))")
      }
    }
    #expect(checked > 200_000)
  }

  /// What Swift's own data say of letters, as far as they say it.
  @Test func `the table agrees with Unicode's case and marks`() throws {
    var checked = 0
    for code in UInt32(0x80)..<0x20000 {
      guard let scalar = Unicode.Scalar(code) else { continue }
      let words = SearchWords.words(of: String(scalar))
      let upper = SearchWords.words(of: scalar.properties.lowercaseMapping)
      guard scalar.properties.changesWhenLowercased, !words.isEmpty else { continue }
      checked += 1
      #expect(words == upper, "U+\(String(code, radix: 16))")
    }
    #expect(checked > 1_200)
  }
}
