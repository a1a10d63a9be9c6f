import POP3
import Testing

@Suite struct CapabilitiesTests {
  @Test func `known capabilities are read in any case`() {
    let found = Capabilities(lines: [
      "TOP", "uidl", "Pipelining", "STLS", "USER", "RESP-CODES", "AUTH-RESP-CODE", "UTF8 USER",
      "SASL plain  LOGIN\tXOAUTH2", "SASL PLAIN CRAM-MD5", "LOGIN-DELAY 900 USER", "EXPIRE 60 USER",
      "IMPLEMENTATION Shlemazle-Plotz v302", "X-OTHER",
    ])
    #expect(found.hasTOP && found.hasUIDL && found.hasPipelining && found.hasSTLS && found.hasUSER)
    #expect(found.hasResponseCodes && found.hasAuthResponseCodes && found.hasUTF8)
    #expect(found.saslMechanisms == ["PLAIN", "LOGIN", "XOAUTH2", "CRAM-MD5"])
    #expect(found.loginDelay == 900)
    #expect(found.expire == .days(60))
    #expect(found.implementation == "Shlemazle-Plotz v302")
    #expect(found.lines.count == 14)
  }

  @Test(arguments: [
    ("EXPIRE NEVER", Capabilities.Expire.never), ("EXPIRE never USER", .never), ("EXPIRE 0", .days(0)),
    ("EXPIRE", nil), ("EXPIRE soon", nil), ("EXPIRE 99999999999", nil), ("EXPIRE -1", nil),
  ])
  func `how long messages are kept`(line: String, expire: Capabilities.Expire?) {
    #expect(Capabilities(lines: [line]).expire == expire)
  }

  @Test func `a hostile answer is bounded and printable`() {
    var found = Capabilities()
    for _ in 0..<10_000 { found.add(Array(repeating: 27, count: 4_096)) }
    #expect(found.lines.count == 256)
    #expect(found.lines.allSatisfy { $0.count <= 500 && !$0.contains("\u{1B}") })
    #expect(Capabilities(lines: ["", "   "]).lines.isEmpty)
    #expect(Capabilities(lines: ["LOGIN-DELAY x"]).loginDelay == nil)
  }
}
