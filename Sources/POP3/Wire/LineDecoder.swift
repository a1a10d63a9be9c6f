/// Cuts lines out of octets that come in pieces, and never holds more of a line than its limit.
///
/// A line that lies whole in one piece is read where it is; only one that is spread is gathered first.
public struct LineDecoder: Sendable {
  /// What is known of a line beside its octets.
  public struct Form: Sendable {
    public let end: LineEnd
    /// True where the line was longer than `limit`: only its start is handed out.
    public let isCut: Bool
  }

  private let limit: Int
  private let longest: Int
  private var gathered: [UInt8] = []
  private var length = 0
  private var endsInReturn = false

  /// - Parameters:
  ///   - limit: octets of a line that are handed out; what is beyond is skipped.
  ///   - longest: octets after which a line without an end is a violation.
  public init(limit: Int = Limits().text, longest: Int = Limits().line) {
    self.limit = limit
    self.longest = longest
  }

  /// True in the middle of a line.
  public var isWithinLine: Bool { length > 0 }

  /// Hands the next line of `wire`, without its end, to `read`; nil when the line goes on beyond `wire`.
  ///
  /// Throws `lineTooLong`.
  public mutating func next<Result>(
    in wire: RawSpan, from offset: inout Int, _ read: (RawSpan, Form) -> Result
  ) throws(ProtocolViolation) -> Result? {
    var end = offset
    while end < wire.byteCount, wire[end] != 10 { end &+= 1 }
    guard length &+ (end - offset) <= longest else { throw .lineTooLong(limit: longest) }
    guard end < wire.byteCount else {
      gather(wire, offset..<end)
      offset = end
      return nil
    }
    if length == 0 {
      let hasReturn = end > offset && wire[end - 1] == 13
      let content = hasReturn ? end - 1 - offset : end - offset
      let line = wire.extracting(offset..<offset + min(content, limit))
      offset = end + 1
      return read(line, Form(end: hasReturn ? .crlf : .lf, isCut: content > limit))
    }
    gather(wire, offset..<end)
    offset = end + 1
    return finish(read)
  }

  private mutating func gather(_ wire: RawSpan, _ range: Range<Int>) {
    guard let last = range.last else { return }
    length += range.count
    endsInReturn = wire[last] == 13
    let room = min(range.count, limit - gathered.count)
    gathered.append(contentsOf: wire.bytes(from: range.lowerBound, to: range.lowerBound + room))
  }

  private mutating func finish<Result>(_ read: (RawSpan, Form) -> Result) -> Result {
    let content = endsInReturn ? length - 1 : length
    let form = Form(end: endsInReturn ? .crlf : .lf, isCut: content > limit)
    let result = read(unsafe gathered.span.bytes.extracting(0..<min(content, gathered.count)), form)
    gathered.removeAll(keepingCapacity: true)
    length = 0
    endsInReturn = false
    return result
  }
}
