import Glibc
import OpenSSL
import POP3Client
import TestFiles
import Testing

/// Keys that are pinned, and certificates of this side's own.
@Suite(.timeLimit(.minutes(1))) struct PinTests {
  /// The pin of the key of `identity`, as a connection that trusts its authority sees it.
  private func pin(of certified: borrowing Certified) throws -> SHA256Digest {
    let tls = try #require(try handshake(certified, trust: certified.trust))
    return try #require(tls.chain.first).publicKeyPin
  }

  private func handshake(
    _ certified: borrowing Certified, trust: TLSTrust, identity: ClientIdentity? = nil
  ) throws -> TLSDescription? {
    let listener = try Listener()
    let server = certified.identity
    let side = try SideThread {
      var peer = try listener.accept()
      // A client that does not trust it ends the handshake.
      do {
        try peer.startTLS(server)
        _ = try peer.receive()
      } catch is TLSFailure {}
    }
    defer { side.join() }
    let stream = try open(
      Endpoint(
        host: listener.address, port: listener.port, security: .implicit, trust: trust, identity: identity))
    let session = stream.tlsSession
    stream.close()
    return session
  }

  @Test func `a pinned key is enough, whatever name its certificate has and whoever signed it`() throws {
    let certified = try Certified(names: ["other.example.org"])
    let named = connectionFailure { () throws(ConnectionFailure) in try attempt(certified, certified.trust) }
    let pin = try #require(Self.pins(named).first)
    #expect(try handshake(certified, trust: .keys([pin]))?.chain.first?.publicKeyPin == pin)
    let others = (1...15).compactMap { SHA256Digest(bytes: [UInt8](repeating: $0, count: 32)) }
    #expect(try handshake(certified, trust: .keys(others + [pin])) != nil)
  }

  @Test func `another key is refused, though its certificate is good`() throws {
    let certified = try Certified()
    let right = try pin(of: certified)
    var bytes = right.bytes
    bytes[31] ^= 1
    let wrong = try #require(SHA256Digest(bytes: bytes))
    for pins in [[wrong], []] {
      let failure = connectionFailure { () throws(ConnectionFailure) in try attempt(certified, .keys(pins)) }
      guard case .tls(let tls) = failure?.code else { throw SystemFailure(code: 0) }
      #expect(tls.code == .pinMismatch && tls.chain.first?.publicKeyPin == right)
      #expect(failure?.description.contains("another key than the pinned") == true)
    }
  }

  @Test func `the key of a certificate of one's own is secret, and both files must be of use`() throws {
    let certified = try Certified()
    let folder = try TemporaryFolder()
    let pair = try CertificateMaker.leaf(
      names: ["client"], issuer: try CertificateMaker.authority(commonName: "a", now: 1_700_000_000, days: 9),
      notBefore: 1_700_000_000, notAfter: 4_000_000_000)
    let certificate = try folder.write("client.pem", pair.certificates)
    let key = try folder.write("client.key", pair.privateKey)
    let own = ClientIdentity(certificate: certificate, key: key)
    chmod(key, 0o644)
    #expect(identityFault(certified, own) == .openToOthers(key, mode: 0o644))
    chmod(key, 0o600)
    #expect(try handshake(certified, trust: certified.trust, identity: own) != nil)
    let both = try folder.write("both.pem", pair.certificates + pair.privateKey)
    chmod(both, 0o600)
    let one = ClientIdentity(certificate: both, key: both)
    #expect(try handshake(certified, trust: certified.trust, identity: one) != nil)
    let missing = ClientIdentity(certificate: certificate, key: "\(key).not")
    #expect(identityFault(certified, missing) == .unreadable("\(key).not", ENOENT))
    let swapped = ClientIdentity(certificate: key, key: both)
    #expect(identityFault(certified, swapped) == .unusable(key))
    let folderPath = ClientIdentity(certificate: "/", key: key)
    #expect(identityFault(certified, folderPath) == .unusable("/"))
  }

  private func identityFault(
    _ certified: borrowing Certified, _ identity: ClientIdentity
  ) -> ClientIdentity.Fault? {
    do { _ = try handshake(certified, trust: certified.trust, identity: identity) } catch {
      if let failure = error as? ConnectionFailure, case .identity(let fault) = failure.code,
        failure.isOwnTrust
      {
        return fault
      }
    }
    return nil
  }

  private func attempt(_ certified: borrowing Certified, _ trust: TLSTrust) throws(ConnectionFailure) {
    do { _ = try handshake(certified, trust: trust) } catch let failure as ConnectionFailure {
      throw failure
    } catch { Issue.record("\(error)") }
  }

  private static func pins(_ failure: ConnectionFailure?) -> [SHA256Digest] {
    guard case .tls(let tls) = failure?.code else { return [] }
    return tls.chain.map(\.publicKeyPin)
  }
}
