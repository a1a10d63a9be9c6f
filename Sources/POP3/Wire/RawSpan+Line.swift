extension RawSpan {
  /// The octet at `index`; nil beyond the end.
  func byte(at index: Int) -> UInt8? {
    index >= 0 && index < byteCount ? self[index] : nil
  }

  subscript(index: Int) -> UInt8 { unsafe unsafeLoad(fromByteOffset: index, as: UInt8.self) }

  /// True for SP and HT.
  func isBlank(at index: Int) -> Bool {
    guard let byte = byte(at: index) else { return false }
    return byte == 32 || byte == 9
  }

  /// The first index from `start` on that holds no blank.
  func skippingBlanks(from start: Int) -> Int {
    var index = Swift.min(start, byteCount)
    while isBlank(at: index) { index += 1 }
    return index
  }

  /// The end of the octets, without the blanks there.
  var endBeforeBlanks: Int {
    var end = byteCount
    while end > 0, isBlank(at: end - 1) { end -= 1 }
    return end
  }

  /// True where the octets begin with `text`, ASCII letters in either case.
  func hasPrefix(_ text: StaticString) -> Bool {
    guard byteCount >= text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { buffer in
      for index in 0..<buffer.count {
        let byte = self[index]
        let upper = (97...122).contains(byte) ? byte &- 32 : byte
        if unsafe upper != buffer[index] { return false }
      }
      return true
    }
  }

  /// Where the number of a listing line starts: behind blanks, and behind a `+OK` that has no place there.
  var startOfListing: Int {
    let start = skippingBlanks(from: 0)
    return start == 0 && hasPrefix("+OK") && isBlank(at: 3) ? skippingBlanks(from: 3) : start
  }

  /// A decimal number between blanks at `position`, which moves behind it; nil where there is another
  /// word, a sign, or a number too great for the type.
  func number<Value: FixedWidthInteger>(at position: inout Int) -> Value? {
    position = skippingBlanks(from: position)
    let start = position
    var value: Value? = 0
    while let byte = byte(at: position), byte != 32, byte != 9 {
      position += 1
      guard (48...57).contains(byte), let sofar = value else {
        value = nil
        continue
      }
      let (tens, isTooGreat) = sofar.multipliedReportingOverflow(by: 10)
      let (sum, overflows) = tens.addingReportingOverflow(Value(byte - 48))
      value = isTooGreat || overflows ? nil : sum
    }
    return position > start ? value : nil
  }

  /// A copy of the octets from `start` up to `end`.
  func bytes(from start: Int, to end: Int? = nil) -> [UInt8] {
    let end = Swift.min(end ?? byteCount, byteCount)
    guard start >= 0, start < end else { return [] }
    return unsafe withUnsafeBytes { unsafe Array($0[start..<end]) }
  }
}
