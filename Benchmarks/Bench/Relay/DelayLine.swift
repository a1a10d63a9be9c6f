import Glibc

/// One direction of a relayed connection: what comes out of it is what went in, so much later, whatever its size.
struct DelayLine {
  /// Octets, or the end where there are none, and when they are due, in nanoseconds.
  private struct Piece {
    let due: Int64
    let octets: [UInt8]
  }

  enum Delivery { case nothing, octets, end }

  private var pieces: [Piece] = []
  private var first = 0
  /// Octets of the first piece that were delivered.
  private var sent = 0
  private(set) var waiting = 0

  /// What may wait at once, in octets: more than a line of 10 Gbit/s holds in 20 ms.
  private static let limit = 64 << 20

  var isFull: Bool { waiting >= Self.limit }

  /// When the next piece is due; nil where there is none.
  var due: Int64? { first < pieces.count ? pieces[first].due : nil }

  mutating func put(_ octets: [UInt8], due: Int64) {
    waiting += octets.count
    pieces.append(Piece(due: due, octets: octets))
  }

  /// Writes what is due to `socket`, as much as it takes now; a socket that is gone ends the line.
  mutating func deliver(to socket: Int32, until now: Int64) -> Delivery {
    var delivery = Delivery.nothing
    while first < pieces.count, pieces[first].due <= now {
      if pieces[first].octets.isEmpty { return end() }
      let piece = pieces[first].octets
      let count = piece.withUnsafeBytes { bytes in
        send(
          socket, bytes.baseAddress?.advanced(by: sent), bytes.count - sent,
          Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
      }
      if count < 0 { return errno == EAGAIN || errno == EINTR ? delivery : end() }
      delivery = .octets
      sent += count
      waiting -= count
      if sent == piece.count { next() }
    }
    return delivery
  }

  private mutating func end() -> Delivery {
    pieces = []
    first = 0
    return .end
  }

  private mutating func next() {
    sent = 0
    first += 1
    if first > 256, first * 2 > pieces.count {
      pieces.removeFirst(first)
      first = 0
    }
  }
}
