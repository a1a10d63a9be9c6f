import COpenSSL

/// One TLS stream on a non-blocking socket, which it neither owns nor closes.
///
/// Not for two threads at once. A write to a peer that is gone fails with `EPIPE` and raises no SIGPIPE.
package struct TLSStream: ~Copyable {
  private let ssl: OpaquePointer
  private let host: String
  /// After a fatal error nothing more may be sent, not even close_notify.
  private var isBroken = false
  private var isEstablished = false

  private nonisolated(unsafe) static let socketMethod = popkeep_socket_method()

  private init(_ context: OpaquePointer, _ socket: Int32, host: String) throws(TLSFailure) {
    ERR_clear_error()
    guard let ssl = SSL_new(context) else { throw .library() }
    guard let bio = popkeep_socket_bio(Self.socketMethod, socket) else {
      SSL_free(ssl)
      throw .library()
    }
    SSL_set_bio(ssl, bio, bio)
    self.ssl = ssl
    self.host = host
  }

  deinit {
    popkeep_forget_chain(ssl)
    SSL_free(ssl)
  }

  /// The client's side; `handshake` comes next.
  ///
  /// The certificate must be for `host`: a DNS name, or an IP address, which must then be in the certificate as one.
  /// Names are sent to the server (SNI), addresses are not (RFC 6066 §3).
  /// - Parameter identity: what this side shows where the server asks for a certificate.
  package static func connect(
    fd socket: Int32, host: String, context: TLSClientContext, identity: TLSIdentity? = nil
  ) throws(TLSFailure) -> TLSStream {
    let stream = try TLSStream(context.pointer, socket, host: host)
    try stream.expect(host)
    if let identity { try stream.show(identity) }
    SSL_set_connect_state(stream.ssl)
    return stream
  }

  /// The server's side; `handshake` comes next.
  package static func accept(fd socket: Int32, context: TLSServerContext) throws(TLSFailure) -> TLSStream {
    let stream = try TLSStream(context.pointer, socket, host: "")
    SSL_set_accept_state(stream.ssl)
    return stream
  }

  /// Does what it can of the handshake. A client's is done only once certificate and host name are verified.
  package mutating func handshake() throws(TLSFailure) -> TLSProgress {
    ERR_clear_error()
    popkeep_clear_errno()
    let result = SSL_do_handshake(ssl)
    guard result == 1 else { return try progress(after: result) }
    isEstablished = true
    return .done(0)
  }

  /// Reads what is there, up to the buffer's size. `.closed` is the peer's orderly end; an end without
  /// close_notify throws `.closed`.
  package mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(TLSFailure) -> TLSProgress {
    ERR_clear_error()
    popkeep_clear_errno()
    var count = 0
    let result = SSL_read_ex(ssl, buffer.baseAddress, buffer.count, &count)
    return result == 1 ? .done(count) : try progress(after: result)
  }

  /// Writes what the socket takes of `bytes`, which must not be empty.
  package mutating func write(_ bytes: UnsafeRawBufferPointer) throws(TLSFailure) -> TLSProgress {
    ERR_clear_error()
    popkeep_clear_errno()
    var count = 0
    let result = SSL_write_ex(ssl, bytes.baseAddress, bytes.count, &count)
    return result == 1 ? .done(count) : try progress(after: result)
  }

  /// Sends close_notify if the socket takes it now; waits for nothing.
  package mutating func shutdown() {
    guard isEstablished, !isBroken else { return }
    ERR_clear_error()
    SSL_shutdown(ssl)
    ERR_clear_error()
  }

  /// True where decrypted bytes wait to be read.
  package var hasUnreadBytes: Bool { SSL_pending(ssl) > 0 }

  /// What the handshake settled.
  package var session: TLSDescription {
    TLSDescription(
      version: String(cString: SSL_get_version(ssl)),
      cipher: String(cString: SSL_CIPHER_get_name(SSL_get_current_cipher(ssl))),
      chain: CertificateDescription.chain(of: ssl))
  }

  /// What ties a SASL exchange to this connection, once the handshake is done: `tls-exporter` (RFC 9266) from TLS 1.3 on,
  /// else `tls-unique` (RFC 5929 §3), for which no session is ever resumed here.
  package var channelBinding: (type: String, data: [UInt8])? {
    guard isEstablished else { return nil }
    guard SSL_version(ssl) >= TLS1_3_VERSION else { return finished }
    var data = [UInt8](repeating: 0, count: 32)
    let label = "EXPORTER-Channel-Binding"
    let isThere = SSL_export_keying_material(ssl, &data, data.count, label, label.utf8.count, nil, 0, 1) == 1
    return isThere ? ("tls-exporter", data) : nil
  }

  /// What servers from before RFC 9266 tie an exchange to over TLS 1.3, as they did before it: `tls-unique`.
  package var earlierChannelBinding: (type: String, data: [UInt8])? {
    isEstablished && SSL_version(ssl) >= TLS1_3_VERSION ? finished : nil
  }

  private var finished: (type: String, data: [UInt8])? {
    var data = [UInt8](repeating: 0, count: 64)
    let count = SSL_get_finished(ssl, &data, data.count)
    return count == 0 || count > data.count ? nil : ("tls-unique", Array(data.prefix(count)))
  }

  private borrowing func show(_ identity: TLSIdentity) throws(TLSFailure) {
    try identity.withObjects { certificates, key throws(TLSFailure) in
      guard SSL_use_certificate(ssl, certificates[0]) == 1, SSL_use_PrivateKey(ssl, key) == 1,
        certificates.dropFirst().allSatisfy({ popkeep_add_own_chain_certificate(ssl, $0) == 1 })
      else { throw .library() }
    }
  }

  /// Makes verification demand this host. Zone identifiers and a last dot are no part of a name (RFC 6874, RFC 6066 §3).
  private borrowing func expect(_ host: String) throws(TLSFailure) {
    var name = host.prefix { $0 != "%" }
    if name.hasSuffix(".") { name.removeLast() }
    // OpenSSL would verify nothing for an empty name, and end one at a NUL.
    guard !name.isEmpty, name.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
      throw TLSFailure(.badHostName, host: host)
    }
    let parameters = SSL_get0_param(ssl)
    if X509_VERIFY_PARAM_set1_ip_asc(parameters, String(name)) == 1 { return }
    ERR_clear_error()
    X509_VERIFY_PARAM_set_hostflags(parameters, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
    guard X509_VERIFY_PARAM_set1_host(parameters, String(name), 0) == 1,
      popkeep_set_server_name(ssl, String(name)) == 1
    else { throw .library() }
  }

  private mutating func progress(after result: Int32) throws(TLSFailure) -> TLSProgress {
    let errno = popkeep_errno()
    switch SSL_get_error(ssl, result) {
    case SSL_ERROR_WANT_READ: return .wantsRead
    case SSL_ERROR_WANT_WRITE: return .wantsWrite
    case SSL_ERROR_ZERO_RETURN: return .closed
    case SSL_ERROR_SYSCALL:
      isBroken = true
      ERR_clear_error()
      let isGone = [0, ECONNRESET, EPIPE].contains(errno)
      throw TLSFailure(
        isGone ? .closed : .system(errno), host: host, chain: CertificateDescription.chain(of: ssl))
    default:
      isBroken = true
      throw .ssl(ssl, host: host, inHandshake: !isEstablished)
    }
  }
}
