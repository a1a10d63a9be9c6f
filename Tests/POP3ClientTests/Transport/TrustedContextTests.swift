import OpenSSL
import POP3Client
import TestFiles
import Testing

@Suite struct TrustedContextTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder("ca.pem")
    try trust(Self.authority())
  }

  private static func authority(_ name: String = "popkeep test authority") throws -> TLSIdentity {
    try CertificateMaker.authority(commonName: name, now: 1_600_000_000, days: 27_000)
  }

  /// Puts another file in place of the one that is trusted.
  private func trust(_ authority: TLSIdentity) throws {
    try folder.write("ca.pem.new", authority.certificates)
    try moveFile(folder("ca.pem.new"), to: path)
  }

  @Test func `sessions share what they trust, for as long as it is the same`() throws {
    let contexts = TrustedContexts()
    let first = try contexts.context(.caFile(path))
    #expect(try contexts.context(.caFile(path)) === first)
    #expect(try contexts.context(.systemRoots) !== first)
    #expect(try contexts.context(.caFile(path)) === first)
    try trust(Self.authority())
    #expect(try contexts.context(.caFile(path)) !== first)
  }

  @Test func `a CA file that is gone or broken is trusted no longer`() throws {
    let contexts = TrustedContexts()
    _ = try contexts.context(.caFile(path))
    try folder.write("ca.pem", text: "no certificate")
    #expect(throws: TLSFailure.self) { try contexts.context(.caFile(path)) }
    try removeFile(path)
    #expect(throws: TLSFailure.self) { try contexts.context(.caFile(path)) }
  }

  @Test func `an authority that is trusted no longer vouches for no further connection`() throws {
    let authority = try Self.authority()
    let leaf = try CertificateMaker.leaf(
      names: ["127.0.0.1"], issuer: authority, notBefore: 1_600_000_000, notAfter: 4_000_000_000)
    try trust(authority)
    let listener = try Listener()
    let endpoint = Endpoint(listener, .implicit, trust: .caFile(path))
    let server = try SideThread {
      for isTrusted in [true, true, false] {
        var peer = try listener.accept()
        if isTrusted {
          try peer.startTLS(leaf)
        } else {
          #expect(throws: TLSFailure.self) { try peer.startTLS(leaf) }
        }
      }
    }
    defer { server.join() }
    for _ in 0..<2 { try open(endpoint).close() }
    try trust(Self.authority("another authority"))
    let failure = connectionFailure { () throws(ConnectionFailure) in _ = try open(endpoint) }
    guard case .tls(let refusal) = failure?.code else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(refusal.code == .untrusted)
  }
}
