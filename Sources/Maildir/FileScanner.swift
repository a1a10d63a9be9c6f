import SystemPackage

/// Reads one message file after the other, through buffers that stay.
///
/// Of each file no more is asked of the system than to open it, to tell its size, and to read that much.
public struct FileScanner: ~Copyable {
  private static let blockSize = 65_536

  private let block: UnsafeMutableRawBufferPointer
  private let wire: UnsafeMutableRawBufferPointer

  public init() {
    block = .allocate(byteCount: Self.blockSize, alignment: 64)
    wire = .allocate(byteCount: 2 * Self.blockSize, alignment: 64)
  }

  deinit {
    block.deallocate()
    wire.deallocate()
  }

  /// Calls `body` with the octets that came on the wire, in pieces, and returns what the file system says of
  /// the file.
  ///
  /// - Parameter name: what the file is called: whether it has LF where the wire had CRLF.
  /// - Throws: `FileFailure` with `ENOENT` where a reader has moved the file since it was listed, and where it
  ///   is no regular file.
  public mutating func scan(
    _ file: StoredFile, _ name: MessageName, in maildir: Maildir, _ body: (RawSpan) -> Void
  ) throws(FileFailure) -> FileStatus {
    let opened = try maildir.openFile(file)
    let status = try opened.status()
    guard status.isRegular else { throw FileFailure(.open, opened.path, .noSuchFileOrDirectory) }
    if status.size > 4 * Int64(Self.blockSize) { opened.readAhead() }
    var offset: Int64 = 0
    while offset < status.size {
      let room = Int(min(Int64(block.count), status.size - offset))
      let count = try opened.read(into: UnsafeMutableRawBufferPointer(rebasing: block[..<room]), at: offset)
      // Cut off meanwhile.
      if count == 0 { break }
      offset += Int64(count)
      hand(count, expanding: name.wireSize != nil, body)
    }
    return status
  }

  private func hand(_ count: Int, expanding: Bool, _ body: (RawSpan) -> Void) {
    let stored = UnsafeRawBufferPointer(rebasing: block[..<count])
    if expanding, let target = wire.baseAddress {
      let expanded = WireLines.expand(stored, into: target)
      body(RawSpan(_unsafeBytes: UnsafeRawBufferPointer(rebasing: wire[..<expanded])))
    } else {
      body(RawSpan(_unsafeBytes: stored))
    }
  }
}
