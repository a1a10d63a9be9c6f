/// Finds the parts of a message whose octets come in pieces, cut anywhere; however they are cut, the parts are the same.
///
/// Octets are looked at once and not kept, but for the start of a line that is cut and the few header fields that say
/// what a part is. Where no boundary can come any more the rest is not even looked at. Whatever the octets are, there is
/// a structure, and it is bounded: see ``PartTree``.
public struct StructureReader {
  /// A line of a header is looked at as far as this.
  static let lineLimit = 1 << 16

  private var tree = PartTree()

  /// The offset of the first octet of the next piece.
  private var offset = 0

  /// What ends a line: LF, or CR in mail of old Macintosh software; nil until that is known.
  private var lineEnd: UInt8?

  /// The first octets of the message, as long as what ends its lines is not known; later those of a line that is cut.
  private var held: [UInt8] = []

  /// Where the line in `held` begins, nil where no line is begun.
  private var heldStart: Int?

  /// The length of the line end before the line in `held`, or before the next line where none is begun.
  private var lineEndBefore = 0
  private var lastOctet: UInt8 = 0

  public init() { tree.begin(at: 0) }

  /// Reads the next octets of the message.
  public mutating func append(_ bytes: Span<UInt8>) {
    guard lineEnd == nil else { return read(bytes) }
    let room = Self.lineLimit - held.count
    if let end = bytes.first(.lineFeed, from: 0), end < room {
      lineEnd = .lineFeed
    } else if bytes.count < room {
      held.append(bytes)
      return
    } else {
      lineEnd = .lineFeed
      if held.contains(.carriageReturn)
        || bytes.extracting(first: room).first(.carriageReturn, from: 0) != nil
      {
        lineEnd = .carriageReturn
      }
    }
    readHeldStart()
    read(bytes)
  }

  /// The structure of all that was appended.
  public mutating func finish() -> MessageStructure {
    if lineEnd == nil {
      lineEnd = held.contains(.carriageReturn) ? .carriageReturn : .lineFeed
      readHeldStart()
    }
    if let start = heldStart { takeHeldLine(from: start, next: offset) }
    return tree.finish(at: offset)
  }

  /// Reads what was kept until it was known how lines end.
  private mutating func readHeldStart() {
    let start = held
    held = []
    if !start.isEmpty { read(start.span) }
  }

  private mutating func read(_ bytes: Span<UInt8>) {
    defer { offset += bytes.count }
    guard !bytes.isEmpty, tree.place != .rest else { return }
    let lineEnd = lineEnd ?? .lineFeed
    guard var position = endHeldLine(bytes, lineEnd) else { return }
    while position < bytes.count, tree.place != .rest {
      if tree.place == .body { position = bytes.lineOfDashes(from: position, lineEnd: lineEnd) }
      if position == bytes.count { break }
      let before = endLength(before: position, bytes)
      guard let end = bytes.first(lineEnd, from: position) else {
        hold(bytes.extracting(position..<bytes.count))
        heldStart = offset + position
        lineEndBefore = before
        return lastOctet = bytes[bytes.count - 1]
      }
      let line = bytes.extracting(position..<min(end, position + Self.lineLimit))
      tree.take(line, from: offset + position, next: offset + end + 1, lineEndBefore: before)
      position = end + 1
    }
    lineEndBefore = endLength(before: bytes.count, bytes)
    lastOctet = bytes[bytes.count - 1]
  }

  /// Completes the line that was begun; the offset in `bytes` after it, nil where they are all within it.
  private mutating func endHeldLine(_ bytes: Span<UInt8>, _ lineEnd: UInt8) -> Int? {
    guard let start = heldStart else { return 0 }
    guard let end = bytes.first(lineEnd, from: 0) else {
      hold(bytes)
      lastOctet = bytes[bytes.count - 1]
      return nil
    }
    hold(bytes.extracting(first: end))
    takeHeldLine(from: start, next: offset + end + 1)
    return end + 1
  }

  private mutating func takeHeldLine(from start: Int, next: Int) {
    let line = held
    held = []
    heldStart = nil
    tree.take(line.span, from: start, next: next, lineEndBefore: lineEndBefore)
  }

  private mutating func hold(_ bytes: Span<UInt8>) {
    held.append(bytes.extracting(first: Self.lineLimit - held.count))
  }

  /// The length of the line end right before `position`, at which a line begins.
  private func endLength(before position: Int, _ bytes: Span<UInt8>) -> Int {
    if position == 0 { return lineEndBefore }
    guard lineEnd == .lineFeed else { return 1 }
    return (position == 1 ? lastOctet : bytes[position - 2]) == .carriageReturn ? 2 : 1
  }
}

extension MessageStructure {
  /// Finds the parts of a whole message.
  public init(reading message: Span<UInt8>) {
    var reader = StructureReader()
    reader.append(message)
    self = reader.finish()
  }

  /// Finds the parts of a whole message.
  public init(reading message: [UInt8]) { self.init(reading: message.span) }
}
