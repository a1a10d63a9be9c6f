/// Reads message-ids (RFC 5322 §3.6.4) as they are found, which is not always in angle brackets.
enum MessageIDs {
  /// The ids of one field that are kept, at most.
  static let limit = 1_000

  /// The octets of one id that are kept, at most.
  static let octetLimit = 1_000

  /// The first id of a Message-ID value: in brackets, else the first word.
  static func first(_ header: Span<UInt8>, _ range: Range<Int>) -> String? {
    bracketed(header, range, limit: 1).first ?? words(header, range).first
  }

  /// The ids of an In-Reply-To or References value; phrases around them (§4.5.4) are left out.
  static func all(_ header: Span<UInt8>, _ range: Range<Int>) -> [String] {
    let ids = bracketed(header, range, limit: limit)
    return ids.isEmpty ? words(header, range).filter { $0.contains("@") } : ids
  }

  private static func bracketed(_ header: Span<UInt8>, _ range: Range<Int>, limit: Int) -> [String] {
    var ids: [String] = []
    var start: Int?
    for index in range where ids.count < limit {
      if header[index] == .less {
        start = index + 1
      } else if header[index] == .greater, let opened = start {
        if let id = text(header, opened..<index) { ids.append(id) }
        start = nil
      }
    }
    return ids
  }

  private static func words(_ header: Span<UInt8>, _ range: Range<Int>) -> [String] {
    var words: [String] = []
    var start = range.lowerBound
    for index in range.lowerBound...range.upperBound where words.count < limit {
      let ends =
        index == range.upperBound || header[index].isBlank || header[index] == .less
        || header[index] == .greater || header[index] == .comma
      guard ends else { continue }
      if let word = text(header, start..<index) { words.append(word) }
      start = index + 1
    }
    return words
  }

  /// An id without the blanks and folds inside it; nil where nothing is left.
  private static func text(_ header: Span<UInt8>, _ range: Range<Int>) -> String? {
    guard !range.isEmpty else { return nil }
    var octets: [UInt8] = []
    octets.reserveCapacity(min(range.count, octetLimit))
    for index in range where !header[index].isBlank && octets.count < octetLimit {
      octets.append(header[index])
    }
    return octets.isEmpty ? nil : octets.span.text
  }
}
