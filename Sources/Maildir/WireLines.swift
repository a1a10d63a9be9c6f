import Glibc

/// The octets that end lines, and the way from LF back to CRLF.
enum WireLines {
  static let cr: UInt8 = 13
  static let lf: UInt8 = 10

  /// Where `byte` first is in `bytes`; nil where it is not.
  static func first(_ byte: UInt8, in bytes: UnsafeRawBufferPointer) -> Int? {
    guard let start = bytes.baseAddress, let found = memchr(start, Int32(byte), bytes.count) else {
      return nil
    }
    return UnsafeRawPointer(found) - start
  }

  /// Copies `bytes` to `target` with a CR before every LF, and returns how many octets that made: twice as
  /// many as there were at the most, for which `target` must have room.
  static func expand(_ bytes: UnsafeRawBufferPointer, into target: UnsafeMutableRawPointer) -> Int {
    guard let start = bytes.baseAddress else { return 0 }
    var read = 0
    var written = 0
    while let length = first(lf, in: bytes.from(read)) {
      memcpy(target + written, start + read, length)
      target.storeBytes(of: cr, toByteOffset: written + length, as: UInt8.self)
      target.storeBytes(of: lf, toByteOffset: written + length + 1, as: UInt8.self)
      read += length + 1
      written += length + 2
    }
    memcpy(target + written, start + read, bytes.count - read)
    return written + bytes.count - read
  }
}

extension UnsafeRawBufferPointer {
  /// The octets before `index`, which must not be beyond the end.
  func upTo(_ index: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: baseAddress, count: index)
  }

  /// The octets from `index` on, which must not be beyond the end.
  func from(_ index: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: baseAddress.map { $0 + index }, count: count - index)
  }
}
