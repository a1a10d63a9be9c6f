import Glibc
import InternetMessage

/// Values of header fields: encoded words, dates and address lists that are written read back, whatever they
/// hold and wherever they are cut.
enum TextFuzzer {
  static func run(_ input: inout FuzzInput) throws {
    let seconds = Int64(input.integer() % 253_402_300_800).magnitude
    let zone = Int(input.octet()) * 15 - 1440
    let sizes = [Int(input.octet() % 40) + 1, Int(input.octet() % 40) + 1]
    let value = Array(input.rest)
    let decoded = EncodedWord.decode(value)
    demand(decoded.utf8.count <= 16 * value.count, "text does not grow without bounds")
    if let date = MailDate.parse(value) {
      demand((0...253_402_300_799).contains(date), "a date lies within 1970…9999")
    }
    checkAddresses(value)
    let text = String(decoding: value.prefix(4_000), as: UTF8.self)
    checkWords(text, sizes)
    checkDate(Int64(seconds), zone)
    checkMailbox(text)
  }

  private static func checkAddresses(_ value: [UInt8]) {
    let mailboxes = AddressList.parse(value)
    demand(mailboxes.count <= AddressList.limit, "no more addresses are kept than the limit says")
    let octets = mailboxes.reduce(0) { $0 + ($1.name ?? "").utf8.count + $1.address.utf8.count }
    demand(octets <= 16 * value.count, "addresses do not grow without bounds")
    for mailbox in mailboxes { demand(mailbox.name != "", "an empty name is no name") }
  }

  /// A text in encoded words, cut even within a character, is that text.
  private static func checkWords(_ text: String, _ sizes: [Int]) {
    var words: [String] = []
    var rest = Array(text.utf8)[...]
    while let first = rest.first {
      let piece = rest.prefix(sizes[words.count % 2])
      rest = rest.dropFirst(piece.count)
      words.append(first & 1 == 0 ? "=?utf-8?B?\(base64(piece))?=" : "=?UTF-8?q?\(quoted(piece))?=")
    }
    for gap in [" ", "\r\n ", "\n\t"] {
      let decoded = EncodedWord.decode(Array(words.joined(separator: gap).utf8))
      demand(decoded.utf8.elementsEqual(text.utf8), "encoded words decode to what was encoded")
    }
  }

  private static func quoted(_ octets: ArraySlice<UInt8>) -> String {
    octets.map { octet in
      let digits = String(octet, radix: 16, uppercase: true)
      return octet == 32 ? "_" : "=" + (digits.count == 1 ? "0" : "") + digits
    }.joined()
  }

  private static func base64(_ octets: ArraySlice<UInt8>) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    var rest = octets
    while !rest.isEmpty {
      let group = Array(rest.prefix(3))
      rest = rest.dropFirst(3)
      let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
      for place in 0..<4 {
        text.append(place <= group.count ? alphabet[Int(bits >> UInt32(18 - 6 * place)) & 63] : "=")
      }
    }
    return text
  }

  /// A date as RFC 5322 has it, in any zone, is that moment.
  private static func checkDate(_ seconds: Int64, _ zone: Int) {
    let zone = min(max(zone, -1439), 1439)
    var local = time_t(seconds + Int64(zone) * 60)
    guard (0..<253_402_300_800).contains(local) else { return }
    var date = tm()
    gmtime_r(&local, &date)
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let clock = [date.tm_hour, date.tm_min, date.tm_sec].map { two(Int($0)) }.joined(separator: ":")
    let offset = (zone < 0 ? "-" : "+") + two(abs(zone) / 60) + two(abs(zone) % 60)
    let text = "\(date.tm_mday) \(months[Int(date.tm_mon)]) \(1900 + date.tm_year) \(clock) \(offset)"
    demand(MailDate.parse(Array(text.utf8)) == seconds, "\(text) is \(seconds)")
    let american = "\(months[Int(date.tm_mon)]) \(date.tm_mday), \(1900 + date.tm_year) \(clock) \(offset)"
    demand(MailDate.parse(Array(american.utf8)) == seconds, "\(american) is \(seconds)")
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// A name in quotes before an address is that name.
  private static func checkMailbox(_ text: String) {
    // Neither encoded words nor control characters.
    let scalars = text.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 && $0 != "=" }.prefix(200)
    guard let first = scalars.first, first != " ", scalars.last != " " else { return }
    let name = String.UnicodeScalarView(scalars)
    var escaped = String.UnicodeScalarView()
    for scalar in name {
      if scalar == "\\" || scalar == "\"" { escaped.append("\\") }
      escaped.append(scalar)
    }
    let list = Array("\"\(String(escaped))\" <a@b.example>, c@d.example".utf8)
    let mailboxes = AddressList.parse(list)
    demand(mailboxes.map(\.address) == ["a@b.example", "c@d.example"], "two addresses are two")
    demand(
      mailboxes[0].name?.utf8.elementsEqual(String(name).utf8) ?? false, "a quoted name is read as it is")
  }
}
