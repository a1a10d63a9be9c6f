/// What a charset name of a message means.
enum CharsetName: Equatable {
  case utf8
  /// ISO 8859-1 and windows-1252.
  case western
  /// ASCII (8-bit octets in it are guessed), and names that say nothing.
  case unknown
  /// The names under which iconv may know it, best first.
  case named([String])

  init(_ raw: [UInt8]) {
    let name = String(decoding: raw.map { $0 == .underscore ? .hyphen : $0.lowered }, as: UTF8.self)
    switch name {
    case "utf-8", "utf8", "unicode-1-1-utf-8": self = .utf8
    case "iso-8859-1", "iso8859-1", "8859-1", "latin1", "latin-1", "windows-1252", "cp1252", "cp-1252",
      "x-cp1252", "ansi", "l1":
      self = .western
    case "", "us-ascii", "ascii", "ansi-x3.4-1968", "unknown", "x-unknown", "unknown-8bit", "default", "8bit",
      "binary", "x-user-defined", "none":
      self = .unknown
    default:
      self = Self.isSafe(name) ? .named(Self.spellings(name)) : .unknown
    }
  }

  /// Letters, digits and `-.:()` only: iconv reads more into other characters (`//TRANSLIT`).
  private static func isSafe(_ name: String) -> Bool {
    name.utf8.count <= 40
      && name.utf8.allSatisfy { $0.isLetter || $0.isDigit || "-.:()".utf8.contains($0) }
  }

  /// Names that mail uses for a larger charset than they say, or that glibc spells otherwise.
  private static let supersets: [String: String] = [
    "gb2312": "GB18030", "gbk": "GB18030", "x-gbk": "GB18030", "cp936": "GB18030", "euc-cn": "GB18030",
    "gb-2312-80": "GB18030", "chinese": "GB18030", "gb2312-80": "GB18030", "gb18030": "GB18030",
    "big5": "BIG5-HKSCS", "x-x-big5": "BIG5-HKSCS", "cn-big5": "BIG5-HKSCS",
    "ks-c-5601-1987": "CP949", "ks-c-5601": "CP949", "ksc5601": "CP949", "ksc-5601": "CP949",
    "euc-kr": "CP949", "korean": "CP949", "ks-c-5601-1989": "CP949", "windows-949": "CP949",
    "shift-jis": "CP932", "sjis": "CP932", "x-sjis": "CP932", "shift-jis-2004": "SHIFT_JISX0213",
    "ms-kanji": "CP932", "windows-31j": "CP932", "cp932": "CP932", "euc-jp": "EUC-JP-MS",
    "x-euc-jp": "EUC-JP-MS", "iso-8859-9": "CP1254", "tis-620": "CP874", "iso-8859-11": "CP874",
    "iso-8859-8-i": "ISO-8859-8", "iso-8859-8-e": "ISO-8859-8", "iso-8859-6-i": "ISO-8859-6",
    "x-mac-roman": "MACINTOSH", "macroman": "MACINTOSH", "x-mac-cyrillic": "MAC-CYRILLIC",
    "unicode-1-1-utf-7": "UTF-7", "koi8r": "KOI8-R", "koi8u": "KOI8-U",
  ]

  private static func spellings(_ name: String) -> [String] {
    var names: [String] = []
    if let superset = supersets[name] { names.append(superset) }
    names.append(name)
    if name.hasPrefix("x-") { names.append(String(name.dropFirst(2))) }
    if name.hasPrefix("windows-") { names.append("cp" + name.dropFirst(8)) }
    if name.hasPrefix("cp-") { names.append("cp" + name.dropFirst(3)) }
    if name.hasPrefix("iso-") { names.append("iso" + name.dropFirst(4)) }
    return names
  }
}
