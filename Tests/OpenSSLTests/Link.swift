import OpenSSL

/// A client and a server over a socket pair, driven in turn by one thread.
final class Link {
  let sockets: SocketPair
  var client: TLSStream
  var server: TLSStream

  init(_ identity: TLSIdentity, host: String, trust: TLSTrust) throws {
    sockets = try SocketPair()
    client = try TLSStream.connect(fd: sockets.client, host: host, context: TLSClientContext(trust: trust))
    server = try TLSStream.accept(fd: sockets.server, context: TLSServerContext(identity: identity))
  }

  var session: TLSDescription { client.session }
  var clientHasUnreadBytes: Bool { client.hasUnreadBytes }

  /// Both sides' handshakes; throws what the client throws.
  func handshake() throws(TLSFailure) {
    var clientDone = false
    var serverDone = false
    for _ in 0..<20 where !clientDone || !serverDone {
      if !clientDone { clientDone = try client.handshake() == .done(0) }
      // The server learns of a refusal by an alert that is the client's to report.
      do throws(TLSFailure) { if !serverDone { serverDone = try server.handshake() == .done(0) } } catch {
        serverDone = true
      }
    }
  }

  /// The failure of the client's handshake; nil when there is none.
  func refusal() -> TLSFailure? {
    do throws(TLSFailure) { try handshake() } catch { return error }
    return nil
  }
}

extension TLSStream {
  mutating func write(_ bytes: [UInt8]) throws(TLSFailure) -> TLSProgress {
    try bytes.span.bytes.withUnsafeBytes { bytes throws(TLSFailure) in try write(bytes) }
  }

  /// What one read gives, appended to `bytes`.
  mutating func read(_ limit: Int, appendingTo bytes: inout [UInt8]) throws(TLSFailure) -> TLSProgress {
    var buffer = [UInt8](repeating: 0, count: limit)
    var span = buffer.mutableSpan
    var octets = span.mutableBytes
    let progress = try octets.withUnsafeMutableBytes { bytes throws(TLSFailure) in try read(into: bytes) }
    if case .done(let count) = progress { bytes += buffer[..<count] }
    return progress
  }
}
