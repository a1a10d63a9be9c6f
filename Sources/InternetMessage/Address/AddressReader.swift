/// Walks one address list, octet by octet, and hands out a mailbox at each comma.
///
/// Quotes, comments and brackets that are never closed are characters like others: a list is never lost for one.
/// Each such search runs to the end of the list once only, so the walk stays linear.
struct AddressReader {
  private var index: Int
  private let end: Int
  private var entry = AddressEntry()
  private var mailboxes: [Mailbox] = []
  private var quotesClose = true
  private var commentsClose = true
  private var bracketsClose = true

  init(_ range: Range<Int>) {
    index = range.lowerBound
    end = range.upperBound
  }

  mutating func read(_ text: Span<UInt8>, _ decoder: inout TextDecoder) -> [Mailbox] {
    while index < end, mailboxes.count < AddressList.limit {
      step(text, &decoder)
    }
    finish(&decoder)
    return mailboxes
  }

  private mutating func step(_ text: Span<UInt8>, _ decoder: inout TextDecoder) {
    let octet = text[index]
    switch octet {
    case .space, .tab, .lineFeed, .carriageReturn: entry.gap()
    case .comma, .semicolon: finish(&decoder)
    case .colon where entry.mayNameGroup: entry = AddressEntry()
    case .quote: if readQuoted(text) { return }
    case .openParenthesis: if readComment(text) { return }
    case .less: return readBracketed(text)
    case .equals: if readEncodedWord(text) { return } else { entry.append(octet) }
    case .backslash:
      index += 1
      // A fold is one, whatever stands before it.
      guard index < end, text[index] != .carriageReturn, text[index] != .lineFeed else { return }
      entry.append(text[index])
    case .greater: break
    default: entry.append(octet)
    }
    index += 1
  }

  private mutating func finish(_ decoder: inout TextDecoder) {
    if let mailbox = entry.mailbox(&decoder), mailboxes.count < AddressList.limit {
      mailboxes.append(mailbox)
    }
    entry = AddressEntry()
  }

  private mutating func readQuoted(_ text: Span<UInt8>) -> Bool {
    guard quotesClose, let close = closingQuote(text, after: index) else {
      quotesClose = false
      return false
    }
    entry.appendQuoted(text, index + 1..<close)
    index = close + 1
    return true
  }

  private func closingQuote(_ text: Span<UInt8>, after start: Int) -> Int? {
    var position = start + 1
    while position < end {
      if text[position] == .quote { return position }
      position += text[position] == .backslash ? 2 : 1
    }
    return nil
  }

  private mutating func readComment(_ text: Span<UInt8>) -> Bool {
    guard commentsClose, let close = closingParenthesis(text) else {
      commentsClose = false
      return false
    }
    entry.appendComment(text, index + 1..<close)
    index = close + 1
    return true
  }

  private func closingParenthesis(_ text: Span<UInt8>) -> Int? {
    var depth = 0
    var position = index
    while position < end {
      switch text[position] {
      case .openParenthesis: depth += 1
      case .closeParenthesis: depth -= 1
      case .backslash: position += 1
      default: break
      }
      if depth == 0 { return position }
      position += 1
    }
    return nil
  }

  /// `<address>`; where no `>` follows, the address ends at the next comma.
  private mutating func readBracketed(_ text: Span<UInt8>) {
    let start = index + 1
    if bracketsClose, let close = closingBracket(text, from: start, stopAtComma: false) {
      entry.setBracketed(text, start..<close)
      index = close + 1
    } else {
      bracketsClose = false
      let close = closingBracket(text, from: start, stopAtComma: true) ?? end
      entry.setBracketed(text, start..<close)
      index = close
    }
  }

  private func closingBracket(_ text: Span<UInt8>, from start: Int, stopAtComma: Bool) -> Int? {
    var position = start
    var quoted = false
    while position < end {
      switch text[position] {
      case .greater where !quoted: return position
      case .comma where stopAtComma, .semicolon where stopAtComma: return position
      case .quote: quoted.toggle()
      case .backslash: position += 1
      default: break
      }
      position += 1
    }
    return nil
  }

  /// An encoded word is one atom, also where it holds commas and brackets that it should not.
  private mutating func readEncodedWord(_ text: Span<UInt8>) -> Bool {
    guard let word = EncodedWordSlice(text.extracting(..<end), at: index) else { return false }
    entry.appendWord(text, index..<word.end)
    index = word.end
    return true
  }
}
