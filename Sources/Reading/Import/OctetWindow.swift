import Glibc

/// Octets that are read again and again near one place: of a file of any size, one block is held.
package struct OctetWindow {
  /// Fills as much of the buffer as there is from the offset on, and says how much.
  package typealias Read = (_ buffer: UnsafeMutableRawBufferPointer, _ offset: Int64) throws -> Int

  private let read: Read
  private let blockSize: Int
  /// How many octets there are; fewer where the file was cut since.
  package private(set) var size: Int64
  private var block: [UInt8] = []
  private var start: Int64 = 0

  /// - Parameter blockSize: octets that are read at once; what must be seen together is read so too.
  package init(size: Int64, blockSize: Int = 256 << 10, read: @escaping Read) {
    self.read = read
    self.size = size
    self.blockSize = max(1, blockSize)
  }

  /// Calls `body` with the octets from `offset` on: so many at least, or all that are left.
  mutating func at<Result>(
    _ offset: Int64, least: Int = 1, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result {
    let wanted = min(Int64(least), size - offset)
    if offset < start || offset + wanted > start + Int64(block.count) {
      try load(offset, least: Int(max(1, wanted)))
    }
    return try block.withUnsafeBytes { bytes in
      let first = min(bytes.count, Int(clamping: max(0, offset - start)))
      return try body(UnsafeRawBufferPointer(rebasing: bytes[first...]))
    }
  }

  /// Hands out a range in pieces, each as large as may be.
  mutating func forEachPiece(of range: Range<Int64>, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    var offset = range.lowerBound
    while offset < min(range.upperBound, size) {
      let left = min(range.upperBound, size) - offset
      offset += try at(offset) { bytes in
        let piece = UnsafeRawBufferPointer(rebasing: bytes.prefix(Int(clamping: left)))
        try body(piece)
        return Int64(piece.count)
      }
    }
  }

  /// Calls `body` with each line without its end (LF or CRLF), from the first to the last, until it says false. A line is
  /// cut after so many octets.
  mutating func forEachLine(limit: Int, _ body: ([UInt8]) throws -> Bool) throws {
    var line: [UInt8] = []
    var goesOn = true
    try forEachPiece(of: 0..<size) { bytes in
      var start = 0
      while goesOn, start < bytes.count {
        let end = bytes.first(0x0A, from: start)
        line.append(contentsOf: bytes[start..<(end ?? bytes.count)].prefix(limit - line.count))
        guard let end else { return }
        if line.last == 0x0D { line.removeLast() }
        goesOn = try body(line)
        line.removeAll(keepingCapacity: true)
        start = end + 1
      }
    }
    if goesOn, !line.isEmpty { _ = try body(line) }
  }

  /// True where there is a CR.
  mutating func hasCarriageReturn() throws -> Bool {
    var offset: Int64 = 0
    while offset < size {
      let found: Bool = try at(offset) { bytes in
        offset += Int64(bytes.count)
        return bytes.first(0x0D) != nil
      }
      if found { return true }
    }
    return false
  }

  /// True where a CR stands before an LF in the range.
  mutating func hasWireLineEnds(in range: Range<Int64>) throws -> Bool {
    var offset = range.lowerBound
    while offset < min(range.upperBound, size) {
      let left = min(range.upperBound, size) - offset
      let found: Bool? = try at(offset, least: 2) { bytes in
        let piece = UnsafeRawBufferPointer(rebasing: bytes.prefix(Int(clamping: left)))
        if piece.first("\r\n") != nil { return true }
        // A CR at the end of the block may belong to an LF behind it.
        offset += Int64(piece.count == left || piece.count < 2 ? piece.count : piece.count - 1)
        return nil
      }
      if found == true { return true }
    }
    return false
  }

  private mutating func load(_ offset: Int64, least: Int) throws {
    let wanted = max(blockSize, least)
    if block.count < wanted { block += [UInt8](repeating: 0, count: wanted - block.count) }
    let count = try block.withUnsafeMutableBytes { try read($0, offset) }
    // A file that somebody cuts meanwhile ends where it ends now.
    if count < min(Int64(block.count), size - offset) { size = offset + Int64(count) }
    block.removeLast(block.count - count)
    start = offset
  }
}

extension UnsafeRawBufferPointer {
  /// Where `text` first is; nil where it is not.
  func first(_ text: StaticString) -> Int? {
    let length = text.utf8CodeUnitCount
    var index = 0
    while let base = baseAddress, let found = first(text.utf8Start.pointee, from: index),
      found + length <= count
    {
      if memcmp(base + found, text.utf8Start, length) == 0 { return found }
      index = found + 1
    }
    return nil
  }

  /// Where `octet` first is from `index` on; nil where it is not.
  func first(_ octet: UInt8, from index: Int = 0) -> Int? {
    guard let base = baseAddress, index < count,
      let found = memchr(base + index, Int32(octet), count - index)
    else { return nil }
    return UnsafeRawPointer(found) - base
  }
}
