import Glibc
import OpenSSL

/// The server's end of a connection, with TLS where a test wants it.
struct Peer: ~Copyable {
  private let socket: Int32
  private var tls: TLSStream?
  private var unread: [UInt8] = []

  init(_ socket: Int32) {
    self.socket = socket
    _ = fcntl(socket, F_SETFL, O_NONBLOCK)
    tls = nil
  }

  deinit { close(socket) }

  mutating func send(_ text: String) throws { try send(Array(text.utf8)) }

  /// Sends all of `bytes`.
  mutating func send(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = Array(rest)
      let progress = try piece.span.bytes.withUnsafeBytes { octets in
        try tls?.write(octets)
          ?? plain(Glibc.send(socket, octets.baseAddress, octets.count, Int32(MSG_NOSIGNAL)), .wantsWrite)
      }
      if case .done(let count) = progress { rest = rest.dropFirst(count) } else { try wait(progress) }
    }
  }

  /// What comes next; nothing at the client's end.
  mutating func receive() throws -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      var span = buffer.mutableSpan
      var octets = span.mutableBytes
      let progress = try octets.withUnsafeMutableBytes { octets in
        try tls?.read(into: octets) ?? plain(recv(socket, octets.baseAddress, octets.count, 0), .wantsRead)
      }
      switch progress {
      case .done(let count): return Array(buffer.prefix(count))
      case .closed: return []
      case .wantsRead, .wantsWrite: try wait(progress)
      }
    }
  }

  /// Receives until `count` octets have come, or the client's end.
  mutating func receive(_ count: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let more = try receive()
      if more.isEmpty { break }
      bytes += more
    }
    return bytes
  }

  mutating func startTLS(_ identity: TLSIdentity) throws {
    var stream = try TLSStream.accept(fd: socket, context: TLSServerContext(identity: identity))
    while true {
      let progress = try stream.handshake()
      if progress == .done(0) { break }
      try wait(progress)
    }
    tls = consume stream
  }

  /// Where the client is, as text.
  var address: String {
    var name = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(socket, $0, &size) }
    }
    return code == 0 ? String(cString: inet_ntoa(name.sin_addr)) : "?"
  }

  /// What this end of the TLS connection ties an exchange to.
  var channelBinding: (type: String, data: [UInt8])? {
    switch tls {
    case .some(let stream): stream.channelBinding
    case nil: nil
    }
  }

  /// The next line, without its end.
  mutating func line() throws -> String {
    while true {
      if let end = unread.firstIndex(of: 10) {
        defer { unread.removeFirst(end + 1) }
        return String(decoding: unread[..<end].filter { $0 != 13 }, as: UTF8.self)
      }
      let more = try receive()
      guard !more.isEmpty else { throw SystemFailure(code: ECONNRESET) }
      unread += more
    }
  }

  /// Sends close_notify; the connection stays.
  mutating func sayGoodbye() { tls?.shutdown() }

  /// Ends the connection by a reset.
  consuming func reset() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
  }

  private borrowing func plain(_ count: Int, _ wish: TLSProgress) throws -> TLSProgress {
    if count > 0 { return .done(count) }
    if count == 0 { return .closed }
    guard errno == EAGAIN else { throw SystemFailure(code: errno) }
    return wish
  }

  private borrowing func wait(_ progress: TLSProgress) throws {
    var entry = pollfd(fd: socket, events: Int16(progress == .wantsWrite ? POLLOUT : POLLIN), revents: 0)
    guard poll(&entry, 1, 10_000) == 1 else { throw SystemFailure(code: ETIMEDOUT) }
  }
}
