import Maildir

/// The octets of a message file as it is stored: all of a small one at once, of a large one what is asked for.
struct StoredOctets: ~Copyable {
  /// Files up to this size are held whole.
  private static let wholeLimit = 1 << 20
  private static let blockSize = 1 << 16

  private let file: OpenFile
  private let whole: [UInt8]?
  let count: Int

  /// - Parameter limit: the octets that are looked at, at most.
  init(_ file: consuming OpenFile, limit: Int) throws(FileFailure) {
    let size = min(Int(try file.status().size), limit)
    if size <= Self.wholeLimit {
      let octets = try Self.read(file, 0..<size)
      count = octets.count
      whole = octets
    } else {
      count = size
      whole = nil
    }
    self.file = file
  }

  /// Calls `body` with the octets of `range`, in pieces of bounded size; fewer where the file was cut meanwhile.
  func forEachPiece(of range: Range<Int>, _ body: (Span<UInt8>) throws -> Void) throws {
    if let whole {
      let range = range.clamped(to: 0..<whole.count)
      if !range.isEmpty { try body(whole.span.extracting(range)) }
      return
    }
    var start = range.lowerBound
    while start < range.upperBound {
      let piece = try Self.read(file, start..<min(start + Self.blockSize, range.upperBound))
      if piece.isEmpty { return }
      try body(piece.span)
      start += piece.count
    }
  }

  private static func read(_ file: borrowing OpenFile, _ range: Range<Int>) throws(FileFailure) -> [UInt8] {
    var failure: FileFailure?
    let octets = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      do throws(FileFailure) {
        count = try file.read(into: UnsafeMutableRawBufferPointer(buffer), at: Int64(range.lowerBound))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return octets
  }
}
