import Archive
import MailIndex
package import Maildir

/// The name of a message's file on a drive: `20261123T141500Z-k3v5x2m4p7q6r3sj.eml`.
///
/// The moment of its arrival and the tag of its unique-id: with the octets that is all that the archive's own file name
/// tells. Where the name is taken by other content, digits of the content's hash follow.
package struct CopyName: Sendable, Hashable {
  /// Seconds since 1970 UTC.
  package let arrival: Int64
  package let tag: DeliveryTag
  /// The first digits of the SHA-256 of the content, 8 or 64; empty: none.
  let digits: String

  package init(arrival: Int64, tag: DeliveryTag, digits: String = "") {
    self.arrival = max(0, arrival)
    self.tag = tag
    self.digits = digits
  }

  /// The name that a message of the archive gets unless it is taken; nil for files that popkeep did not name.
  init?(_ message: MessageToCopy) {
    guard let name = MessageName(parsing: message.base) else { return nil }
    self.init(arrival: name.arrival, tag: name.tag)
  }

  /// The names to try one after the other for content of this hash: the last of them is no other content's.
  func choices(for hash: ContentHash) -> [CopyName] {
    ["", String(hash.hex.prefix(8)), hash.hex].map { CopyName(arrival: arrival, tag: tag, digits: $0) }
  }

  /// Nil for any other name.
  package init?(parsing text: String) {
    let octets = Array(text.utf8)
    guard text.hasSuffix(".eml"), octets.count < 200 else { return nil }
    let parts = text.dropLast(4).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, let tag = DeliveryTag(text: parts[1]),
      let arrival = Self.arrival(Array(parts[0].utf8))
    else { return nil }
    self.init(arrival: arrival, tag: tag, digits: parts.count == 3 ? String(parts[2]) : "")
    // One spelling only.
    guard self.text == text, parts.count == 2 || [8, 64].contains(digits.count),
      digits.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
    else { return nil }
  }

  private static func arrival(_ stamp: [UInt8]) -> Int64? {
    guard stamp.count >= 16, stamp.count < 32, stamp.last == UInt8(ascii: "Z"),
      stamp[stamp.count - 8] == UInt8(ascii: "T")
    else { return nil }
    func number(_ range: Range<Int>) -> Int64? {
      let digits = stamp[range]
      guard digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
      return Int64(String(decoding: digits, as: UTF8.self))
    }
    let day = stamp.count - 8
    let clock = day + 1
    guard let year = number(0..<day - 4), let month = number(day - 4..<day - 2),
      let date = number(day - 2..<day),
      let hour = number(clock..<clock + 2), let minute = number(clock + 2..<clock + 4),
      let second = number(clock + 4..<clock + 6)
    else { return nil }
    return CivilDate(year: year, month: month, day: date, hour: hour, minute: minute, second: second).seconds
  }

  package var text: String {
    let date = CivilDate(arrival)
    let day = "\(Self.digits(date.year, 4))\(Self.digits(date.month, 2))\(Self.digits(date.day, 2))"
    let clock = [date.hour, date.minute, date.second].map { Self.digits($0, 2) }.joined()
    return "\(day)T\(clock)Z-\(tag)\(digits.isEmpty ? "" : "-")\(digits).eml"
  }

  static func digits(_ number: Int64, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.count)) + text
  }
}
