import OpenSSL
import Testing

@Suite struct HashTests {
  /// FIPS 180-4's examples, and the bytes around a block's end.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `SHA-256 of the standard's examples`(text: String, hex: String) {
    #expect(Hash.sha256(Array(text.utf8)).hex == hex)
  }

  @Test(arguments: [1, 3, 63, 64, 65, 1000])
  func `SHA-256 is the same however the bytes are cut`(size: Int) {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    var hasher = SHA256Hasher()
    for start in stride(from: 0, to: bytes.count, by: size) {
      hasher.update(Array(bytes[start..<min(start + size, bytes.count)]))
      hasher.update([])
    }
    #expect(hasher.finish() == Hash.sha256(bytes))
  }

  @Test func `a digest is 32 bytes and gives them back`() throws {
    let bytes = (0..<32).map { UInt8($0 * 8) }
    let digest = try #require(SHA256Digest(bytes: bytes))
    #expect(digest.bytes == bytes)
    #expect(digest.hex.hasPrefix("0008101820"))
    #expect(SHA256Digest(bytes: bytes.dropLast()) == nil)
    #expect(SHA256Digest(bytes: bytes + [0]) == nil)
    #expect(digest != SHA256Digest(bytes: bytes.dropLast() + [0]))
  }

  @Test func `MD5 of RFC 1939's APOP example`() {
    let challenge = "<1896.697170952@dbc.mtview.ca.us>tanstaaf"
    #expect(Hash.md5Hex(Array(challenge.utf8)) == "c4c9334bac560ecc979e58001b3e22fb")
    #expect(Hash.md5Hex([]) == "d41d8cd98f00b204e9800998ecf8427e")
  }

  @Test func `HMAC-SHA-256 of RFC 4231's examples`() {
    let jefe = Hash.hmac(.sha256, key: Array("Jefe".utf8), Array("what do ya want for nothing?".utf8))
    #expect(hexadecimal(jefe) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    let long = Hash.hmac(
      .sha256, key: [UInt8](repeating: 0xaa, count: 131),
      Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8))
    #expect(hexadecimal(long) == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    let empty = Hash.hmac(.sha256, key: [], [])
    #expect(hexadecimal(empty) == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
  }

  @Test func `PBKDF2 with HMAC-SHA-256 of RFC 7914's example`() {
    let key = Hash.pbkdf2(.sha256, password: Array("passwd".utf8), salt: Array("salt".utf8), iterations: 1)
    #expect(hexadecimal(key) == "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc")
  }

  @Test func `SHA-1, HMAC-SHA-1 and PBKDF2 with it, of RFC 3174, 2202 and 6070`() {
    #expect(hexadecimal(Hash.digest(.sha1, Array("abc".utf8))) == "a9993e364706816aba3e25717850c26c9cd0d89d")
    let jefe = Hash.hmac(.sha1, key: Array("Jefe".utf8), Array("what do ya want for nothing?".utf8))
    #expect(hexadecimal(jefe) == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79")
    let key = Hash.pbkdf2(.sha1, password: Array("password".utf8), salt: Array("salt".utf8), iterations: 4096)
    #expect(hexadecimal(key) == "4b007901b765489abead49d926f721d065a429c1")
  }

  @Test func `HMAC-MD5 of RFC 2104 and RFC 2195`() {
    let jefe = Hash.hmacMD5(key: Array("Jefe".utf8), Array("what do ya want for nothing?".utf8))
    #expect(hexadecimal(jefe) == "750c783e6ab0b503eaa86e310a5db738")
    let tim = Hash.hmacMD5(
      key: Array("tanstaaftanstaaf".utf8), Array("<1896.697170952@postoffice.reston.mci.net>".utf8))
    #expect(hexadecimal(tim) == "b913a602c7eda7a495b4e6e7334d3890")
    let long = Hash.hmacMD5(
      key: [UInt8](repeating: 0xaa, count: 80),
      Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8))
    #expect(hexadecimal(long) == "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd")
  }

  private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { $0 < 16 ? "0\(String($0, radix: 16))" : String($0, radix: 16) }.joined()
  }
}
