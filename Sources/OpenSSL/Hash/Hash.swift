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
    var digest = [UInt8](repeating: 0, count: 16)
    popkeep_md5(bytes, bytes.count, &digest)
    return hexadecimal(digest)
  }

  /// HMAC with SHA-256 (RFC 2104).
  package static func hmacSHA256(key: [UInt8], _ bytes: [UInt8]) -> SHA256Digest {
    var digest = [UInt8](repeating: 0, count: 32)
    // A nil key would mean "the key of the call before".
    let key = key.isEmpty ? [0] : key
    guard Library.isReady,
      HMAC(Algorithm.sha256, key, Int32(key.count), bytes, bytes.count, &digest, nil) != nil,
      let result = SHA256Digest(bytes: digest)
    else { fatalError("OpenSSL has no memory left for a hash") }
    return result
  }

  /// PBKDF2 with HMAC-SHA-256: 32 bytes of key (RFC 8018 §5.2).
  package static func pbkdf2SHA256(password: [UInt8], salt: [UInt8], iterations: Int32) -> SHA256Digest {
    var key = [UInt8](repeating: 0, count: 32)
    let isDone =
      !Library.isReady
      ? 0
      : password.withUnsafeBytes { secret in
        PKCS5_PBKDF2_HMAC(
          secret.baseAddress, Int32(secret.count), salt, Int32(salt.count), max(1, iterations),
          Algorithm.sha256, 32, &key)
      }
    guard isDone == 1, let result = SHA256Digest(bytes: key) else {
      fatalError("OpenSSL has no memory left for a hash")
    }
    return result
  }
}
