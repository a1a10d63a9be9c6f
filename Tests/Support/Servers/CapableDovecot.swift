import Glibc
import OpenSSL
import POP3
import TestFiles

/// A Dovecot with every mechanism that it has, and what lets its user `alice` in by each of them.
package struct CapableDovecot: Sendable {
  package let server: DovecotServer
  /// A file with the user's certificate and its key.
  package let certificate: String
  /// An access token of the user's, which Dovecot can check for itself: a JSON Web Token (RFC 7519).
  package let token: String
  private let folder: TemporaryFolder

  package static func start(password: String) throws -> CapableDovecot {
    let folder = try TemporaryFolder()
    let people = try TestAuthority()
    let person = try people.client("alice")
    let certificate = try folder.write("alice.pem", person.privateKey + person.certificates)
    try folder.write("people.pem", try readFile(people.file))
    let key = (0..<32).map { _ in UInt8.random(in: 0...255) }
    // The name under which Dovecot looks for the key: no "azp", this algorithm, no "kid".
    for path in ["keys", "keys/default", "keys/default/HS256"] {
      guard mkdir(folder(path), 0o755) == 0, chmod(folder(path), 0o755) == 0 else {
        throw DovecotServer.Failure(description: "mkdir \(path)")
      }
    }
    try folder.write("keys/default/HS256/default", Base64.encode(key))
    try folder.write("oauth2.conf", text: oauth(folder))
    for (path, mode) in [
      ("", 0o755), ("people.pem", 0o644), ("oauth2.conf", 0o644), ("keys/default/HS256/default", 0o644),
      ("alice.pem", 0o600),
    ] as [(String, mode_t)] {
      guard chmod(folder(path), mode) == 0 else { throw DovecotServer.Failure(description: "chmod \(path)") }
    }
    let server = try DovecotServer.start(
      users: [DovecotServer.User(name: "alice", password: password)], settings: settings(folder))
    return CapableDovecot(
      server: server, certificate: certificate, token: token(for: "alice", key: key), folder: folder)
  }

  private static func settings(_ folder: TemporaryFolder) -> String {
    """
    auth_mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256 apop external xoauth2 oauthbearer
    ssl_ca = <\(folder("people.pem"))
    ssl_require_crl = no
    ssl_verify_client_cert = yes
    ssl_cert_username_field = commonName
    auth_ssl_username_from_cert = yes
    passdb {
      driver = static
      mechanisms = external
      args = nopassword=y
    }
    passdb {
      driver = oauth2
      mechanisms = xoauth2 oauthbearer
      args = \(folder("oauth2.conf"))
    }

    """
  }

  private static func oauth(_ folder: TemporaryFolder) -> String {
    """
    introspection_mode = local
    local_validation_key_dict = fs:posix:prefix=\(folder("keys"))/
    username_attribute = sub

    """
  }

  private static func token(for user: String, key: [UInt8]) -> String {
    let now = time(nil)
    let parts = [
      #"{"typ":"JWT","alg":"HS256"}"#, #"{"sub":"\#(user)","iat":\#(now - 60),"exp":\#(now + 3600)}"#,
    ]
    let signed = parts.map { urlSafe(Array($0.utf8)) }.joined(separator: ".")
    return "\(signed).\(urlSafe(Hash.hmac(.sha256, key: key, Array(signed.utf8))))"
  }

  /// Base64 with the letters that URLs allow, unpadded (RFC 7515, section 2).
  private static func urlSafe(_ bytes: [UInt8]) -> String {
    let letters = Base64.encode(bytes).filter { $0 != UInt8(ascii: "=") }.map { letter in
      switch letter {
      case UInt8(ascii: "+"): UInt8(ascii: "-")
      case UInt8(ascii: "/"): UInt8(ascii: "_")
      default: letter
      }
    }
    return String(decoding: letters, as: UTF8.self)
  }
}
