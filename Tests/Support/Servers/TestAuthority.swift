import Glibc
package import OpenSSL
import TestFiles

/// A certificate authority for tests, and the file that makes a client trust it.
package final class TestAuthority: Sendable {
  private let folder: TemporaryFolder
  private let authority: TLSIdentity
  private let now: Int64

  /// The authority's certificate in PEM; there as long as this object is.
  package let file: String

  /// `now` dates the certificates, in seconds since 1970.
  package init(now: Int64 = Int64(time(nil))) throws {
    self.now = now
    folder = try TemporaryFolder()
    authority = try CertificateMaker.authority(commonName: "popkeep test authority", now: now, days: 2)
    file = try folder.write("authority.pem", authority.certificates)
  }

  /// A server's identity, valid from an hour ago for `seconds` after now: negative for one that has expired.
  package func identity(
    names: [String] = ["127.0.0.1", "::1", "localhost"], validFor seconds: Int64 = 86_400
  ) throws -> TLSIdentity {
    try CertificateMaker.leaf(names: names, issuer: authority, notBefore: now - 3600, notAfter: now + seconds)
  }

  /// The certificate of a person and its key, valid from an hour ago for a day.
  package func client(_ name: String) throws -> TLSIdentity {
    try CertificateMaker.client(name: name, issuer: authority, notBefore: now - 3600, notAfter: now + 86_400)
  }
}
