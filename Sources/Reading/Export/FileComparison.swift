import SystemPackage

/// Compares a file with a message that comes in pieces.
struct FileComparison: ~Copyable {
  private let path: FilePath
  private let descriptor: FileDescriptor
  private let octets: Int64
  private var offset: Int64 = 0
  private var buffer: [UInt8] = []

  /// Whether all pieces up to now are the file's content.
  private var agrees: Bool

  /// - Parameter octets: the size of the whole message.
  init(_ path: FilePath, octets: Int64) throws(ExportFailure) {
    self.path = path
    self.octets = octets
    do {
      descriptor = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
    } catch {
      throw ExportFailure(.read(Errno(error)), path)
    }
    agrees = true
  }

  // Nothing was written that a close could fail to keep.
  deinit { _ = try? descriptor.close() }

  mutating func compare(_ bytes: RawSpan) throws(ExportFailure) {
    guard agrees else { return }
    if buffer.count < bytes.byteCount { buffer = [UInt8](repeating: 0, count: bytes.byteCount) }
    let count = try read(bytes.byteCount, at: offset)
    offset += Int64(bytes.byteCount)
    agrees =
      count == bytes.byteCount
      && bytes.withUnsafeBytes { expected in buffer[..<count].elementsEqual(expected) }
  }

  /// Whether the file is the message, whole.
  mutating func isEqual() throws(ExportFailure) -> Bool {
    guard agrees, offset == octets else { return false }
    if buffer.isEmpty { buffer = [0] }
    return try read(1, at: offset) == 0
  }

  private mutating func read(_ wanted: Int, at start: Int64) throws(ExportFailure) -> Int {
    var done = 0
    do {
      while done < wanted {
        let count = try buffer.withUnsafeMutableBytes { target in
          try descriptor.read(
            fromAbsoluteOffset: start + Int64(done),
            into: UnsafeMutableRawBufferPointer(rebasing: target[done..<wanted]))
        }
        if count == 0 { break }
        done += count
      }
    } catch {
      throw ExportFailure(.read(Errno(error)), path)
    }
    return done
  }
}
