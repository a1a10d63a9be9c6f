import Glibc

/// Compares files octet by octet, in fixed memory.
enum FileComparison {
  private static let blockSize = 65_536

  static func areSame(
    _ first: borrowing OpenFile, _ second: borrowing OpenFile
  ) throws(FileFailure) -> Bool {
    let statuses = (try first.status(), try second.status())
    guard statuses.0.isRegular, statuses.1.isRegular, statuses.0.size == statuses.1.size else { return false }
    let blocks = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * blockSize, alignment: 16)
    defer { blocks.deallocate() }
    let one = UnsafeMutableRawBufferPointer(rebasing: blocks[..<blockSize])
    let other = UnsafeMutableRawBufferPointer(rebasing: blocks[blockSize...])
    var offset: Int64 = 0
    while true {
      let count = try first.read(into: one, at: offset)
      guard try second.read(into: other, at: offset) == count else { return false }
      if count == 0 { return true }
      guard let left = one.baseAddress, let right = other.baseAddress, memcmp(left, right, count) == 0 else {
        return false
      }
      offset += Int64(count)
    }
  }
}
