/// Reads the lines of a multi-line answer up to the line that is a dot alone (RFC 1939, section 3).
///
/// A line that makes no sense is counted and passed over: one bad line must not cost a mailbox.
public struct ListingDecoder: Sendable {
  public enum Item<Entry> {
    case entry(Entry)
    case malformed
    case end
  }

  private var lines: LineDecoder
  private let limit: Int
  private var count = 0

  public init(limits: Limits = Limits()) {
    lines = LineDecoder(limit: limits.text, longest: limits.line)
    limit = limits.listing
  }

  /// The next line, read by `parse` without its end and its stuffed dot; nil when `wire` has no whole one.
  ///
  /// Throws `lineTooLong` and `listingTooLong`.
  public mutating func next<Entry>(
    in wire: RawSpan, from offset: inout Int, parse: (RawSpan) -> Entry?
  ) throws(ProtocolViolation) -> Item<Entry>? {
    let item = try lines.next(in: wire, from: &offset) { line, form -> Item<Entry> in
      guard line.byte(at: 0) == 46 else {
        return form.isCut ? .malformed : parse(line).map { .entry($0) } ?? .malformed
      }
      if line.byteCount == 1 { return .end }
      return form.isCut ? .malformed : parse(line.extracting(1...)).map { .entry($0) } ?? .malformed
    }
    guard let item else { return nil }
    if case .end = item { return item }
    count += 1
    guard count <= limit else { throw .listingTooLong(limit: limit) }
    return item
  }
}
