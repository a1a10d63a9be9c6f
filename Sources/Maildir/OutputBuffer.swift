import Glibc

/// A file written front to back through a buffer of fixed size.
struct OutputBuffer: ~Copyable {
  static let capacity = 65_536

  private let file: OpenFile
  private let buffer: UnsafeMutableRawPointer
  private var used = 0
  private var flushed: Int64 = 0

  init(_ file: consuming OpenFile) {
    self.file = file
    buffer = .allocate(byteCount: Self.capacity, alignment: 16)
  }

  deinit { buffer.deallocate() }

  /// Octets given so far.
  var size: Int64 { flushed + Int64(used) }

  /// Writes what is held back. On return the file has every octet given so far.
  mutating func drain() throws(FileFailure) {
    guard used > 0 else { return }
    try file.write(UnsafeRawBufferPointer(start: buffer, count: used), at: flushed)
    flushed += Int64(used)
    used = 0
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) throws(FileFailure) {
    guard let start = bytes.baseAddress else { return }
    if bytes.count > Self.capacity - used { try drain() }
    if bytes.count >= Self.capacity {
      try file.write(bytes, at: flushed)
      flushed += Int64(bytes.count)
      return
    }
    memcpy(buffer + used, start, bytes.count)
    used += bytes.count
  }

  mutating func append(_ byte: UInt8) throws(FileFailure) {
    if used == Self.capacity { try drain() }
    buffer.storeBytes(of: byte, toByteOffset: used, as: UInt8.self)
    used += 1
  }

  /// Gives every LF written so far its CR, of which there are `lines`. Nothing may be held back.
  ///
  /// Works from the end of the file to its beginning, block by block: a block moves only to the right, onto
  /// octets that were moved before.
  mutating func expandLines(_ lines: Int64) throws(FileFailure) {
    try drain()
    let half = Self.capacity / 2
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: half, alignment: 16)
    defer { block.deallocate() }
    var source = flushed
    var target = flushed + lines
    flushed = target
    while source < target {
      let count = Int(min(Int64(half), source))
      source -= Int64(count)
      _ = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: block[..<count]), at: source)
      let expanded = WireLines.expand(UnsafeRawBufferPointer(rebasing: block[..<count]), into: buffer)
      target -= Int64(expanded)
      try file.write(UnsafeRawBufferPointer(start: buffer, count: expanded), at: target)
    }
  }

  /// Writes the rest and sets the file's time (seconds since 1970, UTC). The data is not flushed to the disk.
  consuming func finish(modified: Int64) throws(FileFailure) {
    try drain()
    try file.setModification(to: modified)
  }
}
