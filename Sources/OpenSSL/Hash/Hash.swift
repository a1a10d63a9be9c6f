import COpenSSL

/// Hashes of bytes that are all there.
package enum Hash {
  /// SHA-256 (FIPS 180-4).
  package static func sha256(_ bytes: [UInt8]) -> SHA256Digest {
    var hasher = SHA256Hasher()
    hasher.update(bytes)
    return hasher.finish()
  }

  /// MD5 as 32 hexadecimal digits in lower case, as APOP wants it (RFC 1939 §7); proof of nothing else.
  package static func md5Hex(_ bytes: [UInt8]) -> String {
    hexadecimal(md5(bytes))
  }

  /// HMAC (RFC 2104): as many bytes as the digest has.
  package static func hmac(_ algorithm: Algorithm, key: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: algorithm.size)
    // A nil key would mean "the key of the call before".
    let key = key.isEmpty ? [0] : key
    guard Library.isReady,
      HMAC(algorithm.method, key, Int32(key.count), bytes, bytes.count, &digest, nil) != nil
    else { fatalError("OpenSSL has no memory left for a hash") }
    return digest
  }

  /// PBKDF2 with HMAC (RFC 8018 §5.2): a key as long as the digest.
  package static func pbkdf2(
    _ algorithm: Algorithm, password: [UInt8], salt: [UInt8], iterations: Int32
  ) -> [UInt8] {
    var key = [UInt8](repeating: 0, count: algorithm.size)
    let isDone =
      !Library.isReady
      ? 0
      : password.withUnsafeBytes { secret in
        PKCS5_PBKDF2_HMAC(
          secret.baseAddress, Int32(secret.count), salt, Int32(salt.count), max(1, iterations),
          algorithm.method, Int32(algorithm.size), &key)
      }
    guard isDone == 1 else { fatalError("OpenSSL has no memory left for a hash") }
    return key
  }

  /// The hash of bytes.
  package static func digest(_ algorithm: Algorithm, _ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: algorithm.size)
    guard Library.isReady, EVP_Digest(bytes, bytes.count, &digest, nil, algorithm.method, nil) == 1 else {
      fatalError("OpenSSL has no memory left for a hash")
    }
    return digest
  }

  /// HMAC-MD5 (RFC 2104), as CRAM-MD5 wants it (RFC 2195); proof of nothing else.
  package static func hmacMD5(key: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
    let block = 64
    let short = key.count > block ? md5(key) : key
    let padded = short + [UInt8](repeating: 0, count: block - short.count)
    return md5(padded.map { $0 ^ 0x5c } + md5(padded.map { $0 ^ 0x36 } + bytes))
  }

  private static func md5(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 16)
    popkeep_md5(bytes, bytes.count, &digest)
    return digest
  }
}
