import Glibc
package import OpenSSL

/// The bytes of one connection, over TCP or over TLS on it.
///
/// Every call has a deadline and ends at once when the cancellation that the stream was opened with is used. After a
/// call has thrown, nothing but `close` is of use. Not for two threads at once.
package struct ByteStream: ~Copyable {
  private let socket: Socket
  private let host: String
  private let port: UInt16
  private let cancellation: Cancellation
  private var tls: TLSStream?

  init(_ socket: consuming Socket, _ endpoint: Endpoint, _ cancellation: Cancellation) {
    self.socket = socket
    host = endpoint.host
    port = endpoint.port
    self.cancellation = cancellation
    tls = nil
  }

  /// Looks the host up, tries its addresses (RFC 8305), and with `.implicit` does the TLS handshake.
  ///
  /// All of it within `timeouts.connect`. `stages` is called as each is reached; one that fails is the failure's.
  package static func connect(
    _ endpoint: Endpoint, timeouts: Timeouts, cancellation: Cancellation,
    stages: (ConnectStage) -> Void = { _ in }
  ) throws(ConnectionFailure) -> ByteStream {
    let attempt = Attempt(endpoint, deadline: .after(timeouts.connect), cancellation)
    var stream =
      if let proxy = endpoint.route.proxy { try attempt.stream(by: proxy, stages) } else {
        try attempt.stream(stages)
      }
    if endpoint.security == .implicit {
      try stream.startTLS(trust: endpoint.trust, identity: endpoint.identity, deadline: attempt.deadline)
      if let session = stream.tlsSession { stages(.tls(session)) }
    }
    return stream
  }

  /// Does the TLS handshake on the plain connection, and verifies certificate and host name.
  ///
  /// Before it, ask `hasUnreadBytes`. After a failure the connection is dead: nothing goes over it in plain text.
  /// - Parameter identity: what this side shows where the server asks for a certificate.
  package mutating func startTLS(
    trust: TLSTrust, identity: ClientIdentity? = nil, deadline: Deadline
  ) throws(ConnectionFailure) {
    do throws(ConnectionFailure.Code) {
      let waiting = Waiting(deadline: deadline, cancellation: cancellation)
      var stream = try open(trust, identity)
      while true {
        try waiting.check()
        let progress: TLSProgress
        do throws(TLSFailure) { progress = try stream.handshake() } catch { throw code(of: error, .closed) }
        if progress == .closed { throw .closed }
        guard try isWaiting(progress, waiting) else { break }
      }
      tls = consume stream
    } catch {
      socket.end()
      throw ConnectionFailure(.tls, error, host: host, port: port)
    }
  }

  /// Reads what is there into the part of `buffer` from `start` on, and waits for at least one octet.
  ///
  /// 0 is the server's orderly end. Throws `.timedOut` at the deadline also where octets come all the time.
  package mutating func read(
    into buffer: inout [UInt8], from start: Int = 0, deadline: Deadline
  ) throws(ConnectionFailure) -> Int {
    precondition(start < buffer.count, "a read into no space looks like the end")
    do throws(ConnectionFailure.Code) {
      let waiting = Waiting(deadline: deadline, cancellation: cancellation)
      var span = buffer.mutableSpan
      var octets = span.mutableBytes
      return try octets.withUnsafeMutableBytes { octets throws(ConnectionFailure.Code) in
        try read(into: UnsafeMutableRawBufferPointer(rebasing: octets[start...]), waiting)
      }
    } catch { throw ConnectionFailure(.transfer, error, host: host, port: port) }
  }

  /// Writes all of `bytes`.
  package mutating func write(_ bytes: [UInt8], deadline: Deadline) throws(ConnectionFailure) {
    do throws(ConnectionFailure.Code) {
      let waiting = Waiting(deadline: deadline, cancellation: cancellation)
      try bytes.span.bytes.withUnsafeBytes { octets throws(ConnectionFailure.Code) in
        try write(octets, waiting)
      }
    } catch { throw ConnectionFailure(.transfer, error, host: host, port: port) }
  }

  /// True where octets have come that nobody has read: before TLS those in the socket, after it those decrypted.
  package var hasUnreadBytes: Bool {
    switch tls {
    case .some(let stream): return stream.hasUnreadBytes
    case nil:
      var octet: UInt8 = 0
      return recv(socket.descriptor, &octet, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) > 0
    }
  }

  /// What the TLS handshake settled; nil on a plain connection.
  package var tlsSession: TLSDescription? {
    switch tls {
    case .some(let stream): stream.session
    case nil: nil
    }
  }

  /// What ties a SASL exchange to this connection; nil without TLS.
  package var channelBinding: (type: String, data: [UInt8])? {
    switch tls {
    case .some(let stream): stream.channelBinding
    case nil: nil
    }
  }

  /// What servers from before RFC 9266 tie it to over TLS 1.3; nil elsewhere.
  package var earlierChannelBinding: (type: String, data: [UInt8])? {
    switch tls {
    case .some(let stream): stream.earlierChannelBinding
    case nil: nil
    }
  }

  /// Ends the connection in order: close_notify over TLS, then the socket. Waits for nothing.
  package consuming func close() { tls?.shutdown() }

  private mutating func read(
    into buffer: UnsafeMutableRawBufferPointer, _ waiting: Waiting
  ) throws(ConnectionFailure.Code) -> Int {
    while true {
      try waiting.check()
      let progress = try receive(buffer)
      if case .done(let count) = progress { return count }
      guard try isWaiting(progress, waiting) else { return 0 }
    }
  }

  private mutating func write(
    _ bytes: UnsafeRawBufferPointer, _ waiting: Waiting
  ) throws(ConnectionFailure.Code) {
    var rest = bytes
    while !rest.isEmpty {
      try waiting.check()
      let progress = try send(rest)
      if case .done(let count) = progress {
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      } else if try !isWaiting(progress, waiting) {
        throw .closed
      }
    }
  }

  private mutating func receive(_ buffer: UnsafeMutableRawBufferPointer) throws(ConnectionFailure.Code)
    -> TLSProgress
  {
    do throws(TLSFailure) {
      if let progress = try tls?.read(into: buffer) { return progress }
    } catch { throw code(of: error, .closedAbruptly) }
    let count = recv(socket.descriptor, buffer.baseAddress, buffer.count, 0)
    if count >= 0 { return count == 0 ? .closed : .done(count) }
    return try progress(afterError: errno, .wantsRead)
  }

  private mutating func send(_ bytes: UnsafeRawBufferPointer) throws(ConnectionFailure.Code) -> TLSProgress {
    do throws(TLSFailure) {
      if let progress = try tls?.write(bytes) { return progress }
    } catch { throw code(of: error, .closedAbruptly) }
    let count = Glibc.send(socket.descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
    return count >= 0 ? .done(count) : try progress(afterError: errno, .wantsWrite)
  }

  private borrowing func open(
    _ trust: TLSTrust, _ identity: ClientIdentity?
  ) throws(ConnectionFailure.Code) -> TLSStream {
    let own = try identity?.load()
    do throws(TLSFailure) {
      let context = try TrustedContexts.shared.context(trust)
      return try TLSStream.connect(fd: socket.descriptor, host: host, context: context, identity: own)
    } catch {
      if error.code == .badIdentity, let identity { throw .identity(.unusable(identity.certificate)) }
      throw .tls(error)
    }
  }

  /// Waits as `progress` asks for; false where it asks for nothing.
  private borrowing func isWaiting(
    _ progress: TLSProgress, _ waiting: Waiting
  ) throws(ConnectionFailure.Code) -> Bool {
    switch progress {
    case .wantsRead: try waiting.wait(for: POLLIN, on: socket.descriptor)
    case .wantsWrite: try waiting.wait(for: POLLOUT, on: socket.descriptor)
    case .done, .closed: return false
    }
    return true
  }

  private borrowing func progress(
    afterError code: Int32, _ wish: TLSProgress
  ) throws(ConnectionFailure.Code) -> TLSProgress {
    switch code {
    case EAGAIN, EINTR: return wish
    case ECONNRESET, EPIPE: throw .closedAbruptly
    case ETIMEDOUT: throw .timedOut
    case ENETUNREACH, EHOSTUNREACH: throw .unreachable
    default: throw .io(code)
    }
  }

  private borrowing func code(of failure: TLSFailure, _ end: ConnectionFailure.Code) -> ConnectionFailure.Code
  {
    switch failure.code {
    case .closed: end
    case .system(let errno): .io(errno)
    case .certificateExpired, .certificateNotYetValid, .hostNameMismatch, .untrusted, .selfSigned,
      .pinMismatch, .ownCertificateRefused, .certificateRejected, .versionTooOld, .notTLS, .handshake,
      .protocolError, .badCAFile, .badIdentity,
      .badHostName, .library:
      .tls(failure)
    }
  }
}
