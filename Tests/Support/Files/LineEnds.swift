import Glibc

/// Line ends as servers send them and files keep them: tests undo and make them without popkeep.
package enum LineEnds {
  /// `bytes` with a CR before every LF.
  package static func crlf(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + bytes.count / 16)
    var start = 0
    while let end = next(10, in: bytes, from: start) {
      result.append(contentsOf: bytes[start..<end])
      result.append(13)
      result.append(10)
      start = end + 1
    }
    result.append(contentsOf: bytes[start...])
    return result
  }

  /// True where an LF has no CR before it.
  package static func hasLoneLF(_ bytes: [UInt8]) -> Bool {
    var start = 0
    while let end = next(10, in: bytes, from: start) {
      if end == 0 || bytes[end - 1] != 13 { return true }
      start = end + 1
    }
    return false
  }

  private static func next(_ byte: Int32, in bytes: [UInt8], from start: Int) -> Int? {
    bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, start < bytes.count,
        let found = memchr(base + start, byte, bytes.count - start)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }
}
