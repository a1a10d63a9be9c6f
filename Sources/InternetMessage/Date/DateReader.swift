/// Takes a date apart, whatever the order of its parts, without giving anything up for a part it does not know.
struct DateReader {
  private var index: Int
  private let end: Int

  private var day: Int?
  private var month: Int?
  private var year: Int?
  private var time: Int?
  private var isAfternoon: Bool?
  private var namedOffset: Int?
  private var offset: Int?

  /// The separator that stands right before the number or word being read.
  private var separator: UInt8 = .space

  init(_ range: Range<Int>) {
    index = range.lowerBound
    end = range.upperBound
  }

  /// What was read, in seconds since 1970 UTC.
  var seconds: Int64? {
    guard let day, let month, let year, (1970...9999).contains(year), (1...31).contains(day) else {
      return nil
    }
    var clock = time ?? 0
    if let isAfternoon, clock < 13 * 3600 { clock = clock % (12 * 3600) + (isAfternoon ? 12 * 3600 : 0) }
    let total =
      Calendar.days(year: year, month: month, day: day) * 86_400 + clock - (offset ?? namedOffset ?? 0)
    // An offset may lead out of the years on either side.
    return (0..<Calendar.end).contains(total) ? Int64(total) : nil
  }

  mutating func read(_ text: Span<UInt8>) {
    while index < end {
      let octet = text[index]
      if octet.isDigit {
        readNumber(text)
      } else if octet.isLetter {
        readWord(text)
      } else if octet == .openParenthesis {
        skipComment(text)
      } else {
        if (octet == .plus || octet == .hyphen), offset == nil, time != nil, readOffset(text) { continue }
        separator = octet
        index += 1
      }
    }
  }

  private mutating func skipComment(_ text: Span<UInt8>) {
    var depth = 0
    while index < end {
      if text[index] == .openParenthesis { depth += 1 }
      if text[index] == .closeParenthesis { depth -= 1 }
      index += 1
      if depth == 0 { return }
    }
  }

  /// A run of digits: its value (as large as nine digits get) and its width.
  private mutating func digits(_ text: Span<UInt8>) -> (value: Int, width: Int) {
    let start = index
    var value = 0
    while index < end, text[index].isDigit {
      if value < 100_000_000 { value = value * 10 + Int(text[index] & 0x0F) }
      index += 1
    }
    return (value, index - start)
  }

  private mutating func readNumber(_ text: Span<UInt8>) {
    let (value, width) = digits(text)
    if time == nil, isColonNext(text) {
      readTime(text, hour: value)
    } else {
      place(value, width, next: index < end ? text[index] : 0)
    }
    separator = .space
  }

  /// Passes over a colon with the blanks and comments around it (RFC 5322 §4.3); false where none is next.
  private mutating func isColonNext(_ text: Span<UInt8>) -> Bool {
    let start = index
    skipBlanks(text)
    guard index < end, text[index] == .colon else {
      index = start
      return false
    }
    index += 1
    skipBlanks(text)
    return true
  }

  private mutating func skipBlanks(_ text: Span<UInt8>) {
    while index < end {
      if text[index] == .openParenthesis {
        skipComment(text)
      } else if text[index].isBlank {
        index += 1
      } else {
        return
      }
    }
  }

  private mutating func readTime(_ text: Span<UInt8>, hour: Int) {
    let minute = digits(text).value
    var second = 0
    if isColonNext(text) {
      second = digits(text).value
      if index + 1 < end, text[index] == .dot || text[index] == .comma, text[index + 1].isDigit {
        index += 1
        _ = digits(text)
      }
    }
    if hour < 24, minute < 60, second <= 60 { time = hour * 3600 + minute * 60 + second }
  }

  /// Decides what a number is that is no time: day, month or year.
  private mutating func place(_ value: Int, _ width: Int, next: UInt8) {
    let inNumericDate = separator == .hyphen || separator == .slash || separator == .dot
    if width > 2 || value > 31 {
      if year == nil { year = fullYear(value, width) }
    } else if month == nil, (1...12).contains(value), year != nil || (inNumericDate && day != nil) {
      month = value
    } else if month == nil, day == nil, next == .slash, (1...12).contains(value) {
      // 11/23/2026, as Americans write it; 23/11/2026 falls through to the day.
      month = value
    } else if day == nil {
      day = value
    } else if year == nil {
      year = fullYear(value, width)
    }
  }

  /// RFC 5322 §4.3: two digits below 50 are of this century, other short years count from 1900.
  private func fullYear(_ value: Int, _ width: Int) -> Int {
    if width >= 4 { return value }
    return value < 50 && width == 2 ? value + 2000 : value + 1900
  }

  private mutating func readWord(_ text: Span<UInt8>) {
    let start = index
    while index < end, text[index].isLetter { index += 1 }
    let word = start..<index
    if month == nil, let named = Calendar.month(text, word) {
      month = named
    } else if text.spells("am", at: word) {
      isAfternoon = false
    } else if text.spells("pm", at: word) {
      isAfternoon = true
    } else if time != nil, namedOffset == nil, let zone = ZoneName.offset(text, word) {
      namedOffset = zone
    }
    separator = .space
  }

  /// `+hhmm`, `+hh:mm` or `+hh`; false where no digits follow the sign.
  private mutating func readOffset(_ text: Span<UInt8>) -> Bool {
    guard index + 1 < end, text[index + 1].isDigit else { return false }
    let sign = text[index] == .hyphen ? -1 : 1
    index += 1
    let (value, width) = digits(text)
    var hours = width > 2 ? value / 100 : value
    var minutes = width > 2 ? value % 100 : 0
    if width <= 2, index + 1 < end, text[index] == .colon, text[index + 1].isDigit {
      index += 1
      minutes = digits(text).value
    }
    // Offsets that no place on Earth has say nothing.
    if hours > 24 || minutes > 59 { (hours, minutes) = (0, 0) }
    offset = sign * (hours * 3600 + minutes * 60)
    return true
  }
}
