import POP3
import Testing

@Suite struct TextFormTests {
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"), ("\u{FF}>?", "w78+Pw=="),
  ])
  func `base64 as RFC 4648 has it, there and back`(plain: String, coded: String) {
    #expect(Base64.encode(Array(plain.utf8)) == Array(coded.utf8))
    #expect(Base64.decode(Array(coded.utf8)) == Array(plain.utf8))
    #expect(Base64.decode(Array(coded.utf8.filter { $0 != 61 })) == Array(plain.utf8))
  }

  @Test(arguments: ["A", "AAAAA", "AA=A", "A===", "====", "A-_A", "AA A", "AA=", "AAA=="])
  func `what is no base64 is nothing`(text: String) {
    #expect(Base64.decode(Array(text.utf8)) == nil)
  }

  @Test func `every octet survives base64`() {
    for count in 0..<70 {
      let octets = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + count) }
      #expect(Base64.decode(Base64.encode(octets)) == octets)
    }
  }

  @Test(arguments: [
    ("plain ÄÖ 日本", "plain ÄÖ 日本"), ("\t\r\n\u{7F}", "\\u{9}\\u{D}\\u{A}\\u{7F}"),
    ("\u{9B}31m", "\\u{9B}31m"),
    ("\u{200B}\u{2028}\u{E000}", "\\u{200B}\\u{2028}\\u{E000}"),
  ])
  func `text of a peer is made safe to show`(text: String, safe: String) {
    #expect(PrintableText.escaped(Array(text.utf8)) == safe)
  }

  @Test func `text of a peer is cut`() {
    #expect(PrintableText.escaped(Array("abcdef".utf8), limit: 4) == "abc…")
    #expect(PrintableText.escaped(Array("abcd".utf8), limit: 4) == "abcd")
    #expect(PrintableText.escaped(Array(repeating: 27, count: 1_000)).count == 100)
  }

  @Test func `PLAIN says all at once`() throws {
    var exchange = SASLExchange.plain(user: Array("username".utf8), secret: Secret(Array("password".utf8)))
    #expect(exchange.mechanism == "PLAIN" && !exchange.isComplete)
    let answer = try exchange.next(challenge: [])
    #expect(Base64.encode(answer.bytes) == Array("AHVzZXJuYW1lAHBhc3N3b3Jk".utf8))
    #expect(exchange.isComplete)
    #expect(throws: SASLFailure.self) { try exchange.next(challenge: []) }
  }

  @Test func `XOAUTH2 says user and token, and nothing more to a complaint`() throws {
    var exchange = SASLExchange.xoauth2(user: Array("a@b".utf8), token: Secret(Array("ya29.x".utf8)))
    #expect(exchange.mechanism == "XOAUTH2" && !exchange.isComplete)
    let answer = try exchange.next(challenge: [])
    #expect(answer.bytes == Array("user=a@b\u{1}auth=Bearer ya29.x\u{1}\u{1}".utf8))
    #expect(exchange.isComplete && exchange.complaint == nil)
    let empty = try exchange.next(challenge: [1, 2])
    #expect(empty.bytes == [])
    #expect(exchange.complaint == [1, 2])
    #expect(throws: SASLFailure.self) { try exchange.next(challenge: []) }
  }

  @Test(arguments: [
    (
      #"{"status":"401","schemes":"bearer","scope":"https:\/\/mail.example.org\/"}"#,
      "status 401, scope https://mail.example.org/"
    ),
    (#" { "scope" : "a b" , "status" : 400 } "#, "status 400, scope a b"),
    (#"{"schemes":["x"],"status":"401"}"#, ""), (#"{"status":"4"#, ""), ("", ""), ("[]", ""), ("{", ""),
    (#"{"status":true}"#, "status true"), (#"{"status":"\u001b[31m"}"#, #"status \u001b[31m"#),
  ])
  func `a complaint about a token is read as far as it is one`(_ json: String, _ printable: String) {
    #expect(TokenComplaint(Array(json.utf8)).printable == printable)
  }

  @Test func `a complaint shows no control character, and no more than fits a line`() {
    let status = [27] + Array("[31m".utf8)
    let json =
      Array(#"{"status":""#.utf8) + status + Array(#"","scope":""#.utf8) + Array(repeating: 65, count: 3000)
    let printable = TokenComplaint(json + Array(#""}"#.utf8)).printable
    #expect(printable.count < 200)
    #expect(printable.hasPrefix(#"status \u{1B}[31m, scope AAA"#))
    #expect(TokenComplaint(json + Array(repeating: 65, count: 2000) + Array(#""}"#.utf8)).scope == nil)
  }

  @Test func `LOGIN says the name and then the password`() throws {
    var exchange = SASLExchange.login(user: [1], secret: Secret([2]))
    #expect(exchange.mechanism == "LOGIN")
    let name = try exchange.next(challenge: [])
    #expect(name.bytes == [1] && !exchange.isComplete)
    let password = try exchange.next(challenge: [])
    #expect(password.bytes == [2])
    #expect(exchange.isComplete)
  }
}
