/// Reads `text/plain; charset="utf-8"; name=a.txt` (RFC 2045 §5.1) as it is written in the wild.
///
/// Comments are passed over, semicolons may be missing or too many, quotes may not be closed, and values that need
/// quotes have none.
struct ParameterReader {
  /// One parameter as it stands, or one piece of it (RFC 2231 §3).
  struct Parameter {
    /// In lower case, without what RFC 2231 puts behind it.
    let name: String

    /// Where the value stands, without its quotes.
    let value: Range<Int>

    /// Whether backslashes in the value quote something.
    let isEscaped: Bool

    /// The number of the piece: `name*1`.
    let number: Int

    /// Whether the name has an asterisk, as RFC 2231 has it; such a value counts more than one for older readers.
    let isModern: Bool

    /// Whether the value may name a charset and has percent signs: `name*`, `name*1*`.
    let isExtended: Bool
  }

  /// The parameters of one field that are read.
  static let limit = 256

  let octets: [UInt8]
  private var position = 0

  init(_ octets: [UInt8]) { self.octets = octets }

  /// What stands before the parameters, in lower case and without blanks: the word before the slash and, where there is
  /// a slash, the one behind it.
  mutating func head() -> (first: String, second: String?) {
    skip { $0.isBlank || $0 == .quote }
    let first = word()
    skip { $0.isBlank || $0 == .quote }
    guard position < octets.count, octets[position] == .slash else { return (first, nil) }
    position += 1
    skip(\.isBlank)
    return (first, word())
  }

  mutating func parameters() -> [Parameter] {
    var found: [Parameter] = []
    while found.count < Self.limit {
      skip { $0.isBlank || $0 == .semicolon || $0 == .comma || $0 == .quote }
      guard position < octets.count else { break }
      let name = name()
      skip(\.isBlank)
      guard position < octets.count, octets[position] == .equals else { continue }
      position += 1
      while position < octets.count, octets[position].isBlank { position += 1 }
      found.append(parameter(name))
    }
    return found
  }

  /// The octets of a value, without what quotes something in it.
  func value(_ parameter: Parameter) -> [UInt8] {
    guard parameter.isEscaped else { return Array(octets[parameter.value]) }
    var value: [UInt8] = []
    var index = parameter.value.lowerBound
    while index < parameter.value.upperBound {
      if isEscape(at: index) { index += 1 }
      value.append(octets[index])
      index += 1
    }
    return value
  }

  /// Passes over what `isIdle` says, and over comments.
  private mutating func skip(_ isIdle: (UInt8) -> Bool) {
    while position < octets.count {
      if octets[position] == .openParenthesis {
        skipComment()
      } else if isIdle(octets[position]) {
        position += 1
      } else {
        return
      }
    }
  }

  private mutating func skipComment() {
    var depth = 0
    while position < octets.count {
      switch octets[position] {
      case .openParenthesis: depth += 1
      case .closeParenthesis: depth -= 1
      case .backslash: position += 1
      default: break
      }
      position += 1
      if depth == 0 { break }
    }
    position = min(position, octets.count)
  }

  private mutating func word() -> String {
    let start = position
    while position < octets.count, !octets[position].endsWord { position += 1 }
    return octets.span.lowercased(start..<position)
  }

  /// At least one octet is read.
  private mutating func name() -> Range<Int> {
    let start = position
    while position < octets.count, octets[position] != .equals, octets[position] != .semicolon,
      !octets[position].isBlank
    {
      position += 1
    }
    if position == start { position += 1 }
    return start..<position
  }

  /// Reads the value; `name` may be `name*`, `name*0` or `name*0*`.
  private mutating func parameter(_ name: Range<Int>) -> Parameter {
    let asterisk = octets[name].firstIndex(of: .asterisk)
    let text = octets.span.lowercased(name.lowerBound..<(asterisk ?? name.upperBound))
    let mayHaveBlanks = text == "filename" || text == "name"
    let (value, isEscaped) = value(mayHaveBlanks: mayHaveBlanks)
    guard let asterisk else {
      return Parameter(
        name: text, value: value, isEscaped: isEscaped, number: 0, isModern: false, isExtended: false)
    }
    let digits = octets[(asterisk + 1)..<name.upperBound].prefix(while: \.isDigit)
    return Parameter(
      name: text, value: value, isEscaped: isEscaped,
      number: Int(String(decoding: digits.prefix(9), as: UTF8.self)) ?? 0, isModern: true,
      isExtended: octets[name.upperBound - 1] == .asterisk)
  }

  /// People write names of files with blanks and without quotes.
  private mutating func value(mayHaveBlanks: Bool) -> (value: Range<Int>, isEscaped: Bool) {
    if position < octets.count, octets[position] == .quote { return quoted() }
    let start = position
    while position < octets.count, octets[position] != .semicolon, mayHaveBlanks || !octets[position].isBlank
    {
      position += 1
    }
    var end = position
    while end > start, octets[end - 1].isBlank { end -= 1 }
    return (start..<end, false)
  }

  private mutating func quoted() -> (value: Range<Int>, isEscaped: Bool) {
    position += 1
    let start = position
    var isEscaped = false
    while position < octets.count, octets[position] != .quote {
      if isEscape(at: position) {
        isEscaped = true
        position += 1
      }
      position += 1
    }
    let end = position
    position = min(position + 1, octets.count)
    return (start..<end, isEscaped)
  }

  /// A backslash counts before a quote or another one alone: elsewhere it is part of a path of Windows.
  private func isEscape(at index: Int) -> Bool {
    octets[index] == .backslash && index + 1 < octets.count
      && (octets[index + 1] == .quote || octets[index + 1] == .backslash)
  }
}

extension UInt8 {
  /// What is never part of a type.
  fileprivate var endsWord: Bool {
    self <= .space || self > 0x7E || self == .semicolon || self == .slash || self == .openParenthesis
      || self == .quote
  }
}

extension Span<UInt8> {
  /// The octets at `range` as text, ASCII letters in lower case.
  func lowercased(_ range: Range<Int>) -> String {
    unsafe String(unsafeUninitializedCapacity: range.count) { text in
      for index in 0..<range.count { unsafe text[index] = self[range.lowerBound + index].lowered }
      return range.count
    }
  }
}
