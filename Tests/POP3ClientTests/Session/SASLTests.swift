import POP3
import POP3Client
import Testing

/// The exchanges of SASL as values, by the examples of their RFCs.
@Suite struct SASLTests {
  private func scram(
    _ variant: SCRAMVariant, nonce: String, binding: ChannelBinding = .none, user: String = "user",
    password: String = "pencil"
  ) -> SASLExchange {
    .scram(
      variant, user: Array(user.utf8), secret: Secret(Array(password.utf8)), nonce: Array(nonce.utf8),
      binding: binding, cryptography: .openSSL)
  }

  private func answer(_ exchange: inout SASLExchange, to challenge: String) throws -> String {
    String(decoding: try exchange.next(challenge: Array(challenge.utf8)).bytes, as: UTF8.self)
  }

  @Test func `SCRAM-SHA-1 of RFC 5802, section 5`() throws {
    var exchange = scram(.sha1, nonce: "fyko+d2lbbFgONRv9qkxdawL")
    let first = exchange.initialResponse(longest: 160)
    #expect(first?.bytes == Array("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL".utf8))
    let proof = try answer(
      &exchange, to: "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096")
    #expect(
      proof == "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=")
    #expect(!exchange.isComplete)
    #expect(try answer(&exchange, to: "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=").isEmpty)
    #expect(exchange.isComplete && exchange.mechanism == "SCRAM-SHA-1")
  }

  @Test func `SCRAM-SHA-256 of RFC 7677, section 3`() throws {
    var exchange = scram(.sha256, nonce: "rOprNGfwEbeRWgbNEkqO")
    #expect(try answer(&exchange, to: "") == "n,,n=user,r=rOprNGfwEbeRWgbNEkqO")
    let proof = try answer(
      &exchange,
      to: "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")
    #expect(
      proof == "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
        + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")
    #expect(try answer(&exchange, to: "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=").isEmpty)
    #expect(exchange.isComplete)
  }

  @Test func `SCRAM says what it is tied to, and says it again in its proof`() throws {
    let bound = ChannelBinding.bound(type: "tls-exporter", data: [0, 255, 1])
    var exchange = scram(.sha256, nonce: "abc", binding: bound, user: "a,b=c")
    #expect(exchange.mechanism == "SCRAM-SHA-256-PLUS")
    #expect(try answer(&exchange, to: "") == "p=tls-exporter,,n=a=2Cb=3Dc,r=abc")
    let proof = try answer(&exchange, to: "r=abcdef,s=QSXCR+Q6sek8bf92,i=4096")
    let header = Base64.encode(Array("p=tls-exporter,,".utf8) + [0, 255, 1])
    #expect(proof.hasPrefix("c=\(String(decoding: header, as: UTF8.self)),r=abcdef,p="))
    var unannounced = scram(.sha1, nonce: "abc", binding: .unannounced)
    #expect(unannounced.mechanism == "SCRAM-SHA-1")
    #expect(try answer(&unannounced, to: "") == "y,,n=user,r=abc")
    #expect(try answer(&unannounced, to: "r=abcdef,s=QSXCR+Q6sek8bf92,i=4096").hasPrefix("c=eSws,"))
  }

  @Test(arguments: [
    ("r=other,s=QSXCR+Q6sek8bf92,i=4096", SASLFault.otherNonce),
    ("r=abc,s=QSXCR+Q6sek8bf92,i=4096", .otherNonce),
    ("r=abcd,s=QSXCR+Q6sek8bf92,i=1", .iterations(1)),
    ("r=abcd,s=QSXCR+Q6sek8bf92,i=4294967295", .iterations(4_294_967_295)),
    ("r=abcd,s=QSXCR+Q6sek8bf92,i=99999999999", .badChallenge),
    ("r=abcd,s=,i=4096", .badChallenge), ("r=abcd,s=?,i=4096", .badChallenge), ("", .badChallenge),
    ("m=new,r=abcd,s=QSXCR+Q6sek8bf92,i=4096", .badChallenge), ("hello", .badChallenge),
    ("e=unknown-user", .told("unknown-user")), ("e=\u{1B}[2J", .told("\\u{1B}[2J")),
  ])
  func `a challenge of SCRAM that is none is not answered`(_ challenge: String, _ fault: SASLFault) throws {
    var exchange = scram(.sha1, nonce: "abc")
    _ = exchange.initialResponse(longest: 160)
    // The octet after the command is a challenge of its own where the server did not listen.
    if challenge.isEmpty { _ = try exchange.next(challenge: []) }
    let failure = #expect(throws: SASLFailure.self) { try answer(&exchange, to: challenge) }
    #expect(failure?.fault == fault)
  }

  @Test(arguments: [
    ("v=rmF9pqV8S7suAoZWja4dJRkFsKA=", SASLFault.serverUnproved), ("v=", .serverUnproved),
    ("", .serverUnproved), ("e=invalid-proof", .told("invalid-proof")),
  ])
  func `a server that does not prove itself is not believed`(_ challenge: String, _ fault: SASLFault) throws {
    var exchange = scram(.sha1, nonce: "fyko+d2lbbFgONRv9qkxdawL")
    _ = try exchange.next(challenge: [])
    _ = try answer(
      &exchange, to: "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096")
    let failure = #expect(throws: SASLFailure.self) { try answer(&exchange, to: challenge) }
    #expect(failure?.fault == fault && !exchange.isComplete)
  }

  @Test func `CRAM-MD5 of RFC 2195, section 2`() throws {
    var exchange = SASLExchange.cramMD5(
      user: Array("tim".utf8), secret: Secret(Array("tanstaaftanstaaf".utf8)), cryptography: .openSSL)
    let initial = exchange.initialResponse(longest: 160)
    #expect(initial == nil && !exchange.isComplete)
    let digest = try answer(&exchange, to: "<1896.697170952@postoffice.reston.mci.net>")
    #expect(digest == "tim b913a602c7eda7a495b4e6e7334d3890" && exchange.isComplete)
    #expect(throws: SASLFailure.self) { try answer(&exchange, to: "more") }
    var silent = SASLExchange.cramMD5(user: [65], secret: Secret([66]), cryptography: .openSSL)
    #expect(throws: SASLFailure.self) { try answer(&silent, to: "") }
  }

  @Test func `OAUTHBEARER of RFC 7628, section 4`() throws {
    var exchange = SASLExchange.oauthbearer(
      user: Array("user@example.com".utf8),
      token: Secret(Array("vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==".utf8)),
      host: "server.example.com", port: 143)
    #expect(
      try answer(&exchange, to: "")
        == "n,a=user@example.com,\u{1}host=server.example.com\u{1}port=143\u{1}auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\u{1}\u{1}"
    )
    #expect(exchange.isComplete && exchange.hidesChallenges)
    #expect(try answer(&exchange, to: #"{"status":"invalid_token"}"#) == "\u{1}")
    #expect(exchange.complaint == Array(#"{"status":"invalid_token"}"#.utf8))
    #expect(throws: SASLFailure.self) { try answer(&exchange, to: "more") }
  }

  @Test func `EXTERNAL names whom to act as, or nobody`() throws {
    var exchange = SASLExchange.external(user: [])
    let initial = exchange.initialResponse(longest: 160)
    #expect(initial?.bytes == [] && exchange.isComplete)
    var named = SASLExchange.external(user: Array("alice".utf8))
    #expect(try answer(&named, to: "") == "alice" && named.isComplete)
  }

  @Test func `what was said along with the command is said again to a server that did not listen`() throws {
    var plain = SASLExchange.plain(user: [65], secret: Secret([66]))
    let said = plain.initialResponse(longest: 160)
    let again = try plain.next(challenge: [])
    #expect(again == said)
    #expect(throws: SASLFailure.self) { try plain.next(challenge: []) }
    var token = SASLExchange.xoauth2(user: [65], token: Secret([66]))
    let answer = token.initialResponse(longest: 160)
    let more = try token.next(challenge: [])
    let none = token.initialResponse(longest: 160)
    #expect(more == answer && token.complaint == nil && none == nil)
  }
}
