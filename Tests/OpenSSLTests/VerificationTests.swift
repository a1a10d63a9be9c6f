import Glibc
import OpenSSL
import TestFiles
import Testing

@Suite struct VerificationTests {
  @Test(arguments: [
    "pop.example.org", "POP.Example.org", "pop.example.org.", "127.0.0.1", "::1", "fe80::1%eth0",
  ])
  func `a name or address of the certificate is accepted`(host: String) throws {
    let authority = try Authority()
    let identity = try authority.leaf("pop.example.org", "127.0.0.1", "::1", "fe80::1")
    let link = try Link(identity, host: host, trust: .caFile(authority.file))
    #expect(link.refusal() == nil)
    #expect(link.session.version == "TLSv1.3")
  }

  @Test(arguments: ["pop.example.com", "example.org", "a.pop.example.org", "127.0.0.2", "::2"])
  func `another name or address is refused, and the certificate's names are said`(host: String) throws {
    let authority = try Authority()
    let identity = try authority.leaf("pop.example.org", "127.0.0.1")
    let link = try Link(identity, host: host, trust: .caFile(authority.file))
    let failure = try #require(link.refusal())
    #expect(failure.code == .hostNameMismatch(["pop.example.org", "127.0.0.1"]))
    #expect(failure.description.contains("is for pop.example.org, 127.0.0.1"))
    #expect(failure.host == host)
  }

  @Test func `a wildcard stands for one label`() throws {
    let authority = try Authority()
    let identity = try authority.leaf("*.example.org")
    let link = try Link(identity, host: "pop.example.org", trust: .caFile(authority.file))
    #expect(link.refusal() == nil)
    let deeper = try Link(identity, host: "a.pop.example.org", trust: .caFile(authority.file))
    #expect(deeper.refusal()?.code == .hostNameMismatch(["*.example.org"]))
  }

  @Test func `an address must be in the certificate as an address`() throws {
    let authority = try Authority()
    let link = try Link(try authority.leaf("localhost"), host: "127.0.0.1", trust: .caFile(authority.file))
    #expect(link.refusal()?.code == .hostNameMismatch(["localhost"]))
  }

  @Test func `an expired certificate is refused with its date`() throws {
    let authority = try Authority()
    let identity = try authority.leaf("pop.example.org", to: 1_700_000_000)
    let link = try Link(identity, host: "pop.example.org", trust: .caFile(authority.file))
    let failure = try #require(link.refusal())
    #expect(failure.code == .certificateExpired)
    #expect(failure.description.contains("has expired (2023-11-14)"))
    #expect(failure.chain.first?.notAfter == 1_700_000_000)
  }

  @Test func `a certificate of the future is refused with its date`() throws {
    let authority = try Authority()
    let identity = try authority.leaf("pop.example.org", from: 3_900_000_000)
    let link = try Link(identity, host: "pop.example.org", trust: .caFile(authority.file))
    let failure = try #require(link.refusal())
    #expect(failure.code == .certificateNotYetValid)
    #expect(failure.description.contains("not valid before 2093-08-01"))
  }

  @Test func `an authority that is not trusted is refused by name`() throws {
    let authority = try Authority("Some authority")
    let identity = try authority.leaf("pop.example.org")
    let other = try Authority("Other")
    for trust in [TLSTrust.systemRoots, .caFile(other.file)] {
      let link = try Link(identity, host: "pop.example.org", trust: trust)
      let failure = try #require(link.refusal())
      #expect(failure.code == .untrusted)
      #expect(failure.description.contains("CN=Some authority"))
      #expect(failure.chain.map(\.subject) == ["CN=pop.example.org"])
    }
  }

  @Test func `a certificate signed by itself is refused, unless the CA file holds it`() throws {
    let identity = try CertificateMaker.selfSigned(
      names: ["pop.example.org"], notBefore: Authority.past, notAfter: Authority.future)
    let refused = try Link(identity, host: "pop.example.org", trust: .systemRoots)
    #expect(refused.refusal()?.code == .selfSigned)
    let folder = try TemporaryFolder()
    let kept = try folder.write("server.pem", identity.certificates)
    let accepted = try Link(identity, host: "pop.example.org", trust: .caFile(kept))
    #expect(accepted.refusal() == nil)
  }

  @Test func `the CA file may hold the server's own certificate, and only that one is trusted`() throws {
    let authority = try Authority()
    let identity = try authority.leaf("pop.example.org")
    let folder = try TemporaryFolder()
    let trust = TLSTrust.caFile(try folder.write("server.pem", identity.certificates))
    let link = try Link(identity, host: "pop.example.org", trust: trust)
    #expect(link.refusal() == nil)
    let other = try Link(try authority.leaf("pop.example.org"), host: "pop.example.org", trust: trust)
    #expect(other.refusal()?.code == .untrusted)
  }

  @Test func `the session shows the chain`() throws {
    let authority = try Authority()
    let identity = try authority.leaf("pop.example.org", "127.0.0.1")
    let link = try Link(identity, host: "pop.example.org", trust: .caFile(authority.file))
    try link.handshake()
    let certificate = try #require(link.session.chain.first)
    #expect(certificate.subject == "CN=pop.example.org")
    #expect(certificate.issuer == "CN=popkeep test authority")
    #expect(certificate.names == ["pop.example.org", "127.0.0.1"])
    #expect(certificate.notBefore == Authority.past)
    #expect(certificate.notAfter == Authority.future)
    #expect(link.session.cipher.hasPrefix("TLS_"))
    let serverChain = link.server.session.chain
    #expect(serverChain.isEmpty)
  }

  @Test func `control characters of a certificate are not passed on`() throws {
    let authority = try Authority("evil \u{1b}[31m\n\u{202e}name")
    let link = try Link(try authority.leaf("pop.example.org"), host: "pop.example.org", trust: .systemRoots)
    let failure = try #require(link.refusal())
    #expect(failure.description.utf8.allSatisfy { (0x20...0x7e).contains($0) })
  }

  @Test(arguments: ["", ".", "pop.example.org\0.evil.example", "pop example", "pöp.example.org"])
  func `a host name that no certificate can be for is refused at once`(host: String) throws {
    let context = try TLSClientContext(trust: .systemRoots)
    let sockets = try SocketPair()
    #expect {
      _ = try TLSStream.connect(fd: sockets.client, host: host, context: context)
    } throws: {
      ($0 as? TLSFailure)?.code == .badHostName
    }
  }

  @Test func `a CA file that is missing or holds no certificate is refused by name`() throws {
    let folder = try TemporaryFolder()
    #expect(mkfifo(folder("pipe"), 0o600) == 0)
    let odd = [folder("missing.pem"), folder("pipe"), "/dev/null", folder.path]
    for path in odd + [try folder.write("empty.pem", []), try folder.write("x", [1, 2, 3])] {
      #expect(throws: TLSFailure.self) { _ = try TLSClientContext(trust: .caFile(path)) }
      do throws(TLSFailure) { _ = try TLSClientContext(trust: .caFile(path)) } catch {
        #expect(error.code == .badCAFile(path))
        #expect(error.description.contains(path))
      }
    }
  }

  @Test func `a certificate and a key that do not belong together make no server`() throws {
    let authority = try Authority()
    let mixed = TLSIdentity(
      certificates: try authority.leaf("a").certificates, privateKey: try authority.leaf("b").privateKey)
    let garbage = TLSIdentity(certificates: [1, 2, 3], privateKey: [])
    for identity in [mixed, garbage] {
      #expect {
        _ = try TLSServerContext(identity: identity)
      } throws: {
        ($0 as? TLSFailure)?.code == .badIdentity
      }
    }
  }
}
