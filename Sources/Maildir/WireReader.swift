/// Reads a message file and gives the octets that came on the wire, in pieces of bounded size.
public struct WireReader: ~Copyable {
  private static let blockSize = 65_536

  private let file: OpenFile
  private let expands: Bool
  private let block: UnsafeMutableRawBufferPointer
  private let wire: UnsafeMutableRawBufferPointer
  private var offset: Int64 = 0

  /// - Parameter expands: the file has LF where the wire had CRLF (its name has `W`).
  init(_ file: consuming OpenFile, expands: Bool) {
    self.file = file
    self.expands = expands
    block = .allocate(byteCount: Self.blockSize, alignment: 16)
    wire = .allocate(byteCount: expands ? 2 * Self.blockSize : 0, alignment: 16)
  }

  deinit {
    block.deallocate()
    wire.deallocate()
  }

  /// What the file system says of the file.
  public func status() throws(FileFailure) -> FileStatus { try file.status() }

  /// Calls `body` with the next octets; false at the end of the message, and then without a call.
  public mutating func next(_ body: (RawSpan) throws -> Void) throws -> Bool {
    let count = try file.read(into: block, at: offset)
    offset += Int64(count)
    guard count > 0 else { return false }
    let stored = UnsafeRawBufferPointer(rebasing: block[..<count])
    if expands, let target = wire.baseAddress {
      let expanded = WireLines.expand(stored, into: target)
      try body(RawSpan(_unsafeBytes: UnsafeRawBufferPointer(rebasing: wire[..<expanded])))
    } else {
      try body(RawSpan(_unsafeBytes: stored))
    }
    return true
  }
}
