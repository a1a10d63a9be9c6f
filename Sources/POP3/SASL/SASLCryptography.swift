/// The functions that mechanisms are made of, lent by whoever has them: this module has none of its own.
public struct SASLCryptography: Sendable {
  /// The hash of octets (FIPS 180-4).
  public let hash: @Sendable (SCRAMVariant, [UInt8]) -> [UInt8]
  /// HMAC of octets under a key (RFC 2104).
  public let hmac: @Sendable (SCRAMVariant, _ key: [UInt8], [UInt8]) -> [UInt8]
  /// PBKDF2 with that HMAC and one block of output (RFC 8018, section 5.2): the `Hi` of RFC 5802.
  public let derive:
    @Sendable (SCRAMVariant, _ password: [UInt8], _ salt: [UInt8], _ iterations: UInt32) -> [UInt8]
  /// HMAC-MD5 (RFC 2104), as CRAM-MD5 wants it.
  public let hmacMD5: @Sendable (_ key: [UInt8], [UInt8]) -> [UInt8]

  public init(
    hash: @escaping @Sendable (SCRAMVariant, [UInt8]) -> [UInt8],
    hmac: @escaping @Sendable (SCRAMVariant, [UInt8], [UInt8]) -> [UInt8],
    derive: @escaping @Sendable (SCRAMVariant, [UInt8], [UInt8], UInt32) -> [UInt8],
    hmacMD5: @escaping @Sendable ([UInt8], [UInt8]) -> [UInt8]
  ) {
    self.hash = hash
    self.hmac = hmac
    self.derive = derive
    self.hmacMD5 = hmacMD5
  }
}
