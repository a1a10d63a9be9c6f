import InternetMessage

/// The line that begins a message of an mbox: `From `, a sender, a date, in the variants that programs write.
///
/// A line with a weekday, a month and a time of day is one, where a blank line or the beginning of the file stands
/// before it or a header field behind it. `From -` (Mozilla), `From ???@???` (Eudora) and an address without a date
/// (cut-down exports) are too, where a header field follows. `From Russia with love` is text.
package struct MboxSeparator: Sendable, Equatable {
  /// Octets from the beginning of a line that are looked at.
  static let window = 1_024
  private static let longest = 512

  /// Octets of the line, with its end.
  package let length: Int
  /// The time that it names, in seconds since 1970 UTC; nil: none that can be read.
  package let date: Int64?

  /// - Parameters:
  ///   - text: from the beginning of the line on, the next line too as far as it goes.
  ///   - isSetOff: a blank line stands before it, or nothing at all.
  package init?(_ text: some Collection<UInt8>, isSetOff: Bool) {
    let text = Array(text.prefix(Self.window))
    guard text.starts(with: "From ".utf8) else { return nil }
    let end = text.firstIndex(of: 0x0A) ?? text.count
    guard end <= Self.longest else { return nil }
    length = min(end + 1, text.count)
    let line = text[5..<end].filter { $0 != 0x0D }
    let words = line.split { $0 == 0x20 || $0 == 0x09 }.map { Array($0) }
    let isBeforeHeader = Self.isHeaderField(text[length...])
    if let start = Self.dateStart(words) {
      guard isSetOff || isBeforeHeader else { return nil }
      date = MailDate.parse(Array(words[start...].joined(separator: [0x20])))
    } else {
      guard isBeforeHeader, Self.isSender(words) else { return nil }
      date = nil
    }
  }

  private static let weekdays: Set<String> = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
  private static let months: Set<String> = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// Where a date begins among the words: at a weekday that a month and a time follow.
  private static func dateStart(_ words: [[UInt8]]) -> Int? {
    words.indices.first { index in
      guard weekdays.contains(name(words[index])) else { return false }
      let rest = words[(index + 1)...].prefix(6)
      return rest.contains { months.contains(name($0)) } && rest.contains(where: isTime)
    }
  }

  /// The first three letters in lower case, where the word is no longer than a name may be.
  private static func name(_ word: [UInt8]) -> String {
    guard (3...4).contains(word.count) else { return "" }
    return String(decoding: word.prefix(3).map { $0 | 0x20 }, as: UTF8.self)
  }

  private static func isTime(_ word: [UInt8]) -> Bool {
    word.count >= 4 && word.contains(0x3A) && word.allSatisfy { (0x30...0x3A).contains($0) }
  }

  /// What stands alone where a date is missing, in no sentence.
  private static func isSender(_ words: [[UInt8]]) -> Bool {
    guard let first = words.first else { return true }
    return words.count == 1
      && (first == [0x2D] || first.contains(0x40) || first == Array("MAILER-DAEMON".utf8))
  }

  /// True where a line begins with a name and a colon, as each field of a header does; trace lines of UUCP also count.
  package static func isHeaderField(_ line: some Collection<UInt8>) -> Bool {
    if line.starts(with: ">From ".utf8) { return true }
    let name = line.prefix(128).prefix { (0x21...0x7E).contains($0) && $0 != 0x3A }
    guard !name.isEmpty, name.count < 128 else { return false }
    return line.dropFirst(name.count).prefix(16).drop { $0 == 0x20 || $0 == 0x09 }.first == 0x3A
  }
}
