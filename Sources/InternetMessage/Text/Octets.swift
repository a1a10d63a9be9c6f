import Glibc

extension Span<UInt8> {
  /// The offset of the first `octet` at or after `start`.
  func first(_ octet: UInt8, from start: Int) -> Int? {
    guard start < count else { return nil }
    return unsafe withUnsafeBytes { (octets: UnsafeRawBufferPointer) -> Int? in
      guard let base = octets.baseAddress else { return nil }
      let found = unsafe memchr(base.advanced(by: start), Int32(octet), octets.count - start)
      return unsafe found.map { unsafe UnsafeRawPointer($0) - base }
    }
  }

  /// The offset of the first `octet` within `range`.
  func first(_ octet: UInt8, in range: Range<Int>) -> Int? {
    extracting(range).first(octet, from: 0).map { $0 + range.lowerBound }
  }

  /// Appends the octets at `range`.
  func append(_ range: Range<Int>, to octets: inout [UInt8]) {
    unsafe withUnsafeBufferPointer { all in
      unsafe octets.append(contentsOf: UnsafeBufferPointer(rebasing: all[range]))
    }
  }

  /// `range` without the blanks and line ends at both its ends.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end, self[start].isBlank { start += 1 }
    while end > start, self[end - 1].isBlank { end -= 1 }
    return start..<end
  }

  /// Whether the octets at `range` are the ASCII letters of `lowercase`, in any case.
  func spells(_ lowercase: String, at range: Range<Int>) -> Bool {
    guard range.count == lowercase.utf8.count else { return false }
    var index = range.lowerBound
    for octet in lowercase.utf8 {
      if self[index].lowered != octet { return false }
      index += 1
    }
    return true
  }

  /// The octets at `range`, copied.
  func copy(_ range: Range<Int>) -> [UInt8] {
    unsafe extracting(range).withUnsafeBufferPointer { unsafe Array($0) }
  }

  /// The octets as text; those that are no UTF-8 become U+FFFD.
  var text: String { unsafe withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) } }
}
