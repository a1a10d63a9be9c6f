/// One entry of an address list while it is read: what may become its name and what may become its address.
struct AddressEntry {
  /// The words outside brackets and comments, quotes undone, one blank between them.
  private var phrase: [UInt8] = []

  /// The same without blanks and with its quotes: the address where no brackets follow.
  private var bare: [UInt8] = []
  private var comment: [UInt8] = []
  private var bracketed: [UInt8]?
  private var pendingGap = false
  private var hasAt = false

  /// The octets of a name or comment that are kept, at most.
  private static let phraseLimit = 2_048

  /// Whether a colon here ends the name of a group.
  var mayNameGroup: Bool { bracketed == nil && !hasAt }

  mutating func gap() { pendingGap = true }

  mutating func append(_ octet: UInt8) {
    closeGap()
    hasAt = hasAt || octet == .at
    if phrase.count < Self.phraseLimit {
      phrase.append(octet)
      bare.append(octet)
    }
  }

  mutating func appendWord(_ text: Span<UInt8>, _ range: Range<Int>) {
    closeGap()
    let room = range.prefix(Self.phraseLimit)
    guard phrase.count + room.count <= Self.phraseLimit else { return }
    for index in room {
      phrase.append(text[index])
      bare.append(text[index])
    }
  }

  mutating func appendQuoted(_ text: Span<UInt8>, _ range: Range<Int>) {
    closeGap()
    bare.append(.quote)
    var escaped = false
    for index in range where phrase.count < Self.phraseLimit {
      let octet = text[index]
      bare.append(octet)
      if octet == .backslash, !escaped {
        escaped = true
      } else {
        escaped = false
        phrase.append(octet)
      }
    }
    bare.append(.quote)
  }

  mutating func appendComment(_ text: Span<UInt8>, _ range: Range<Int>) {
    pendingGap = true
    guard comment.isEmpty else { return }
    for index in range.prefix(Self.phraseLimit) where text[index] != .backslash {
      comment.append(text[index])
    }
  }

  /// The inside of angle brackets, without blanks, comments, a route (RFC 5322 §4.4) and brackets doubled.
  mutating func setBracketed(_ text: Span<UInt8>, _ range: Range<Int>) {
    var address: [UInt8] = []
    var start = range.lowerBound
    if start < range.upperBound, text[start] == .at, let colon = text.first(.colon, from: start),
      colon < range.upperBound
    {
      start = colon + 1
    }
    var depth = 0
    for index in (start..<range.upperBound).prefix(Self.phraseLimit) {
      let octet = text[index]
      switch octet {
      case .less: address.removeAll()
      case .openParenthesis: depth += 1
      case .closeParenthesis where depth > 0: depth -= 1
      default: if depth == 0, !octet.isBlank { address.append(octet) }
      }
    }
    if bracketed?.isEmpty ?? true { bracketed = address }
  }

  private mutating func closeGap() {
    if pendingGap, !phrase.isEmpty { phrase.append(.space) }
    pendingGap = false
  }

  /// The mailbox that was read; nil where there is nothing.
  func mailbox(_ decoder: inout TextDecoder) -> Mailbox? {
    if let bracketed, !bracketed.isEmpty {
      let name = phrase.isEmpty ? comment : phrase
      return Mailbox(name: text(name, &decoder), address: decoder.charsets.guess(bracketed))
    }
    guard !phrase.isEmpty else { return nil }
    if hasAt { return unbracketed(&decoder) }
    let name = decoder.decode(phrase.span)
    if name.contains("@"), !name.contains(where: \.isWhitespace) {
      return Mailbox(name: text(comment, &decoder), address: name)
    }
    // Words in which nothing is encoded are none.
    if name.isEmpty { return nil }
    if phrase.contains(.space) || bracketed != nil { return Mailbox(name: name, address: "") }
    return Mailbox(name: text(comment, &decoder), address: name)
  }

  /// `alice@example.org`, `alice@example.org (Alice)`, and `Alice Smith alice@example.org` without brackets.
  private func unbracketed(_ decoder: inout TextDecoder) -> Mailbox {
    let words = phrase.split(separator: .space)
    let isAddress = { (word: ArraySlice<UInt8>) in word.dropFirst().dropLast().contains(.at) }
    // `alice @ example . org` (RFC 5322 §4.4) is one address.
    let isPart = { (word: ArraySlice<UInt8>) in word.first == .dot || word.first == .at || word.last == .at }
    if words.count > 1, !hasQuotedLocalPart, !words.contains(where: isPart),
      words.count(where: isAddress) == 1,
      let address = words.first(where: isAddress)
    {
      let name = Array(words.filter { $0 != address }.joined(separator: [.space]))
      return Mailbox(name: text(name, &decoder), address: self.address(address, &decoder))
    }
    return Mailbox(name: text(comment, &decoder), address: address(bare[...], &decoder))
  }

  /// The line end of a fold within quotes is no part of an address; from a name the decoder takes it.
  private func address(_ octets: ArraySlice<UInt8>, _ decoder: inout TextDecoder) -> String {
    decoder.charsets.guess(octets.filter { $0 != .carriageReturn && $0 != .lineFeed })
  }

  /// `"john doe"@example.org`
  private var hasQuotedLocalPart: Bool {
    zip(bare, bare.dropFirst()).contains { $0 == .quote && $1 == .at }
  }

  private func text(_ octets: [UInt8], _ decoder: inout TextDecoder) -> String? {
    if octets.isEmpty { return nil }
    let text = decoder.decode(octets.span)
    return text.isEmpty ? nil : text
  }
}
