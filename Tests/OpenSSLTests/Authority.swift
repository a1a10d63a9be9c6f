import OpenSSL
import TestFiles

/// An authority of the tests' own, with its certificate in a file.
struct Authority {
  /// Noon of a day long ago and of one far ahead: tests ask no clock.
  static let past: Int64 = 1_600_000_000
  static let future: Int64 = 4_000_000_000

  let identity: TLSIdentity
  let file: String
  private let folder: TemporaryFolder

  init(_ name: String = "popkeep test authority") throws {
    identity = try CertificateMaker.authority(
      commonName: name, now: Self.past, days: (Self.future - Self.past) / 86_400)
    folder = try TemporaryFolder()
    file = try folder.write("ca.pem", identity.certificates)
  }

  /// A server's certificate, valid for ever as far as a test goes.
  func leaf(_ names: String..., from start: Int64 = past, to end: Int64 = future) throws -> TLSIdentity {
    try CertificateMaker.leaf(names: names, issuer: identity, notBefore: start, notAfter: end)
  }
}
