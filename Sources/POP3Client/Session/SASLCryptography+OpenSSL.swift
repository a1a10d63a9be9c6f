import OpenSSL
package import POP3

extension SASLCryptography {
  /// OpenSSL's.
  package static let openSSL = SASLCryptography(
    hash: { Hash.digest($0.algorithm, $1) },
    hmac: { Hash.hmac($0.algorithm, key: $1, $2) },
    derive: {
      Hash.pbkdf2($0.algorithm, password: $1, salt: $2, iterations: Int32(clamping: $3))
    },
    hmacMD5: { Hash.hmacMD5(key: $0, $1) })
}

extension SCRAMVariant {
  fileprivate var algorithm: Hash.Algorithm {
    switch self {
    case .sha1: .sha1
    case .sha256: .sha256
    }
  }
}
