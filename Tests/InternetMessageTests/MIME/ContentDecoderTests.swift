import InternetMessage
import Testing

@Suite struct ContentDecoderTests {
  @Test(arguments: [
    ("", ""), ("SGVsbG8=", "Hello"), ("SGVsbG8", "Hello"), ("SGVs\r\nbG8=\r\n", "Hello"),
    ("SGVsbG8hIQ==", "Hello!!"),
    ("SGVs bG8=", "Hello"), ("SGVsbG8=SGVsbG8=", "HelloHello"), ("S*GVsb@G8", "Hello"), ("S", ""), ("=", ""),
  ])
  func `base64 is decoded`(body: String, content: String) {
    #expect(decoded(body, .base64) == [content])
  }

  @Test(arguments: [
    ("", ""), ("Hello", "Hello"), ("a=3Db", "a=b"), ("a=\r\nb", "ab"), ("a=\nb", "ab"), ("a= \t\r\nb", "ab"),
    ("a=e4b", "a\u{FFFD}b"), ("a=", "a"), ("a=4", "a=4"), ("a=ZZ", "a=ZZ"), ("a==3D", "a=="),
    ("a=4=41", "a=4A"),
    ("a= b", "a= b"), ("a=\rb", "a=\rb"), ("one \r\ntwo", "one \r\ntwo"), ("=C3=\r\n=BC", "ü"),
  ])
  func `quoted-printable is decoded`(body: String, content: String) {
    #expect(decoded(body, .quotedPrintable) == [content])
  }

  @Test(arguments: [
    ("begin 644 a.txt\n%2&5L;&\\\n`\nend\nafter", "Hello"),
    ("text\r\nbegin 644 a\r\n%2&5L;&\\\r\n \r\nend\r\n", "Hello"),
    ("begin 644 a\n%2&5L;&\\", "Hello"), ("no beginning\n", ""),
    ("begin 644 a\n#0V%T\n#0V%T\n`\nend\n", "CatCat"),
  ])
  func `uuencode is decoded`(body: String, content: String) {
    #expect(decoded(body, .uuencode) == [content])
  }

  @Test func `what has no encoding stands as it is`() {
    #expect(decoded("a=3D\r\nb", .identity) == ["a=3D\r\nb"])
  }

  @Test func `base64 passes over what is no digit, wherever it stands`() {
    for position in 0...16 {
      for foreign in ["*", "\r\n", "\u{0}", "ÿ", "~"] {
        var body = "SGVsbG8hSGVsbG8h"
        body.insert(contentsOf: foreign, at: body.index(body.startIndex, offsetBy: position))
        #expect(decoded(body, .base64) == ["Hello!Hello!"], "\(body)")
      }
    }
  }

  @Test func `every octet comes through base64`() {
    let content = (0..<3_000).map { UInt8(truncatingIfNeeded: $0 * 7 + $0 / 256) }
    for length in [2_998, 2_999, 3_000] {
      let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
      var body: [UInt8] = []
      for start in stride(from: 0, to: length, by: 3) {
        let octets = (start..<start + 3).map { $0 < length ? UInt32(content[$0]) : 0 }
        let group = octets[0] << 16 | octets[1] << 8 | octets[2]
        for (index, shift) in [UInt32(18), 12, 6, 0].enumerated() {
          body.append(start + index > length ? UInt8(ascii: "=") : digits[Int(group >> shift & 63)])
        }
        if body.count % 78 == 76 { body += [13, 10] }
      }
      var decoder = ContentDecoder(.base64)
      var found: [UInt8] = []
      decoder.decode(body.span, into: &found)
      decoder.finish(into: &found)
      #expect(found == Array(content[..<length]))
    }
  }

  /// The contents that come out, however the body is cut: one where all is well.
  private func decoded(_ body: String, _ encoding: ContentEncoding) -> Set<String> {
    let octets = Array(body.utf8)
    var contents: Set<String> = []
    for size in 1...max(octets.count, 1) {
      var decoder = ContentDecoder(encoding)
      var content: [UInt8] = []
      for start in stride(from: 0, to: octets.count, by: size) {
        decoder.decode(octets[start..<min(start + size, octets.count)].span, into: &content)
      }
      decoder.finish(into: &content)
      contents.insert(String(decoding: content, as: UTF8.self))
    }
    return contents
  }
}
