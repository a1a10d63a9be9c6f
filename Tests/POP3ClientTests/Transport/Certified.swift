import OpenSSL
import TestFiles

/// A server's certificate for `localhost` and 127.0.0.1, and the authority to trust for it.
struct Certified {
  let identity: TLSIdentity
  let trust: TLSTrust
  private let folder: TemporaryFolder

  init(names: [String] = ["localhost", "127.0.0.1"]) throws {
    let (past, future): (Int64, Int64) = (1_600_000_000, 4_000_000_000)
    let authority = try CertificateMaker.authority(
      commonName: "popkeep test authority", now: past, days: (future - past) / 86_400)
    identity = try CertificateMaker.leaf(names: names, issuer: authority, notBefore: past, notAfter: future)
    folder = try TemporaryFolder()
    trust = .caFile(try folder.write("ca.pem", authority.certificates))
  }
}
