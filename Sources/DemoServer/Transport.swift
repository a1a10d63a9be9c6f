import Glibc
import OpenSSL

/// The bytes of one connection, plain or over TLS, on a non-blocking socket that somebody else closes.
///
/// Each call waits as long as `patience` for the client, then fails with `timedOut`.
struct Transport: ~Copyable {
  private let socket: Int32
  private let patience: Int32
  private var tls: TLSStream?

  init(socket: Int32, patience: Duration) {
    self.socket = socket
    self.patience = Int32(clamping: patience.components.seconds * 1000)
    tls = nil
  }

  /// Reads what is there into the free part of `buffer`, at least one octet; 0 at the client's end.
  mutating func read(into buffer: inout [UInt8], from start: Int) throws(DemoServerFailure) -> Int {
    var span = buffer.mutableSpan
    var octets = span.mutableBytes
    return try octets.withUnsafeMutableBytes { bytes throws(DemoServerFailure) in
      try read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
    }
  }

  /// Sends `bytes` in this range.
  mutating func write(_ bytes: [UInt8], in range: Range<Int>) throws(DemoServerFailure) {
    try bytes.span.bytes.withUnsafeBytes { bytes throws(DemoServerFailure) in
      try write(UnsafeRawBufferPointer(rebasing: bytes[range]))
    }
  }

  private mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(DemoServerFailure) -> Int {
    while true {
      if tls != nil {
        switch try secure({ stream throws(TLSFailure) in try stream.read(into: buffer) }) {
        case .done(let count): return count
        case .closed: return 0
        case .wantsRead: try wait(for: POLLIN)
        case .wantsWrite: try wait(for: POLLOUT)
        }
      } else {
        let count = recv(socket, buffer.baseAddress, buffer.count, 0)
        if count >= 0 { return count }
        try waitAfterFailure(for: POLLIN, "receive")
      }
    }
  }

  private mutating func write(_ bytes: UnsafeRawBufferPointer) throws(DemoServerFailure) {
    var rest = bytes
    while !rest.isEmpty {
      if tls != nil {
        let piece = rest
        switch try secure({ stream throws(TLSFailure) in try stream.write(piece) }) {
        case .done(let count): rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        case .closed: throw .closed
        case .wantsRead: try wait(for: POLLIN)
        case .wantsWrite: try wait(for: POLLOUT)
        }
      } else {
        let count = send(socket, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
        if count >= 0 {
          rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        } else {
          try waitAfterFailure(for: POLLOUT, "send")
        }
      }
    }
  }

  /// Does the server's part of the handshake.
  mutating func startTLS(_ context: TLSServerContext) throws(DemoServerFailure) {
    do throws(TLSFailure) { tls = try TLSStream.accept(fd: socket, context: context) } catch {
      throw .tls(error)
    }
    while true {
      switch try secure({ stream throws(TLSFailure) in try stream.handshake() }) {
      case .done: return
      case .closed: throw .closed
      case .wantsRead: try wait(for: POLLIN)
      case .wantsWrite: try wait(for: POLLOUT)
      }
    }
  }

  /// Sends the end of the connection; the socket stays open for reading unless it is a reset.
  mutating func end(_ ending: Ending) {
    switch ending {
    case .close:
      tls?.shutdown()
      shutdown(socket, Int32(SHUT_WR))
    case .drop:
      shutdown(socket, Int32(SHUT_WR))
    case .reset:
      // Close with a linger time of 0 is a reset.
      var linger = linger(l_onoff: 1, l_linger: 0)
      setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
    case .silence: break
    }
  }

  private mutating func secure<Value>(
    _ body: (inout TLSStream) throws(TLSFailure) -> Value
  ) throws(DemoServerFailure) -> Value {
    guard var stream = tls.take() else { throw .closed }
    let result = Result { () throws(TLSFailure) in try body(&stream) }
    tls = consume stream
    switch result {
    case .success(let value): return value
    case .failure(let failure): throw .tls(failure)
    }
  }

  private func waitAfterFailure(for event: Int32, _ call: String) throws(DemoServerFailure) {
    switch errno {
    case EAGAIN: try wait(for: event)
    case EINTR: return
    case ECONNRESET, EPIPE: throw .closed
    default: throw .system(call: call, code: errno)
    }
  }

  private func wait(for event: Int32) throws(DemoServerFailure) {
    var entry = pollfd(fd: socket, events: Int16(event), revents: 0)
    switch poll(&entry, 1, patience) {
    case 0: throw .timedOut
    case ..<0 where errno != EINTR: throw .system(call: "poll", code: errno)
    default: return
    }
  }
}
