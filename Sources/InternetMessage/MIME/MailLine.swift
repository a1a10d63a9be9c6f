import Glibc

/// Questions about lines of a message.
extension Span<UInt8> {
  var startsWithHyphens: Bool { count > 1 && self[0] == .hyphen && self[1] == .hyphen }

  /// `From alice Mon Jan 1 …`, which mbox puts before a header, quoted or not.
  var isFromLine: Bool {
    let start = count > 0 && self[0] == .greater ? 1 : 0
    return count >= start + 5 && spells("from ", at: start..<start + 5)
  }

  /// Where the next line begins that starts with two hyphens, or that is not told yet at the end; `count` where there
  /// is none. A line begins at `start`.
  func lineOfDashes(from start: Int, lineEnd: UInt8) -> Int {
    unsafe withUnsafeBytes { (octets: UnsafeRawBufferPointer) -> Int in
      guard let base = octets.baseAddress else { return start }
      var position = start
      while position < octets.count {
        let first = unsafe octets[position]
        let next = unsafe position + 1 < octets.count ? octets[position + 1] : .hyphen
        if first == .hyphen, next == .hyphen { break }
        let rest = unsafe base.advanced(by: position)
        guard let found = unsafe memchr(rest, Int32(lineEnd), octets.count - position) else { break }
        position = unsafe UnsafeRawPointer(found) - base + 1
      }
      return position
    }
  }

  var isASCII: Bool {
    unsafe withUnsafeBytes { (octets: UnsafeRawBufferPointer) -> Bool in
      var all: UInt64 = 0
      var offset = 0
      while offset + 8 <= octets.count {
        all |= unsafe octets.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        offset += 8
      }
      while offset < octets.count {
        all |= UInt64(unsafe octets[offset])
        offset += 1
      }
      return all & 0x8080_8080_8080_8080 == 0
    }
  }

  var isUTF8: Bool {
    unsafe withUnsafeBufferPointer { unsafe String(validating: $0, as: UTF8.self) != nil }
  }
}

extension [UInt8] {
  mutating func append(_ octets: Span<UInt8>) {
    unsafe octets.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}
