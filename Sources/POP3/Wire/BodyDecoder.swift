/// Takes a message out of the answer to RETR or TOP: stuffed dots and the terminator go, nothing else
/// changes (RFC 1939, section 3).
///
/// A line starts where the answer starts and behind each CRLF; lone CR and lone LF are content. At the
/// start of a line one dot is taken off; a line that is a dot alone ends the message, with CRLF behind
/// the dot. Only where the status line and all lines so far ended in bare LF do lines start and end there.
///
/// Content is handed out as ranges of the caller's octets, as long as they can be: no octet is copied.
/// However the wire is cut, the same content comes out.
public struct BodyDecoder: Sendable {
  public enum Piece: Sendable, Equatable {
    /// Octets of the message, by their place in the wire. Never empty.
    case content(Range<Int>)
    /// An octet of the message that was held back when an earlier wire ended behind it.
    case heldOctet(UInt8)
    /// The message is complete; what follows belongs to another reply.
    case end
  }

  private enum Position {
    case lineStart
    /// A dot at the start of a line was taken off.
    case dot
    /// Behind that dot came a CR, which is held: with LF it is the terminator.
    case dotReturn
    /// The last octet of the content was a CR.
    case afterReturn
    case withinLine
    case ended
  }

  private var position = Position.lineStart
  private var lineEnd: LineEnd

  /// - Parameter statusLineEnd: how the `+OK` line ended.
  public init(statusLineEnd: LineEnd = .crlf) { lineEnd = statusLineEnd }

  /// The next piece of the message from `offset` on, which moves behind it; nil when `wire` is used up,
  /// and after the end.
  public mutating func next(in wire: RawSpan, from offset: inout Int) -> Piece? {
    while offset < wire.byteCount {
      switch position {
      case .lineStart where wire[offset] == 46:
        position = .dot
        offset += 1
      case .dot where wire[offset] == 13 && lineEnd == .crlf:
        position = .dotReturn
        offset += 1
      case .dot where wire[offset] == 10 && lineEnd == .lf:
        position = .ended
        offset += 1
        return .end
      case .dotReturn where wire[offset] == 10:
        position = .ended
        offset += 1
        return .end
      case .dotReturn:
        position = .afterReturn
        return .heldOctet(13)
      case .lineStart, .dot, .afterReturn, .withinLine:
        let start = offset
        offset = lineEnd == .crlf ? scan(wire, from: start) : scanBareLines(wire, from: start)
        return .content(start..<offset)
      case .ended: return nil
      }
    }
    return nil
  }

  /// The end of the content that starts at `start`: before a dot at the start of a line, or all.
  private mutating func scan(_ wire: RawSpan, from start: Int) -> Int {
    let isAfterReturn = position == .afterReturn
    if isAfterReturn, wire[start] == 10, wire.byte(at: start + 1) == 46 {
      position = .lineStart
      return start + 1
    }
    var index = start
    while let found = wire.firstPair(10, 46, from: index) {
      if found > start, wire[found - 1] == 13 {
        position = .lineStart
        return found + 1
      }
      index = found + 1
    }
    let last = wire.byteCount - 1
    let isBeforeLastReturn = last > start ? wire[last - 1] == 13 : isAfterReturn
    switch wire[last] {
    case 13: position = .afterReturn
    case 10 where isBeforeLastReturn: position = .lineStart
    default: position = .withinLine
    }
    return wire.byteCount
  }

  /// The same for a server that ends its lines with bare LF; the first CRLF shows that it does not.
  private mutating func scanBareLines(_ wire: RawSpan, from start: Int) -> Int {
    var previous: UInt8 = position == .afterReturn ? 13 : 0
    for index in start..<wire.byteCount {
      let octet = wire[index]
      if octet == 10 {
        if previous == 13 { lineEnd = .crlf }
        if lineEnd == .crlf || wire.byte(at: index + 1) ?? 46 == 46 {
          position = .lineStart
          return index + 1
        }
      }
      previous = octet
    }
    position = previous == 13 ? .afterReturn : .withinLine
    return wire.byteCount
  }
}
