import POP3
import POP3Client
import TestServers
import Testing

/// SASLprep (RFC 4013) and UTF8 (RFC 6856).
@Suite(.timeLimit(.minutes(1))) struct PreparationTests {
  /// What the server gets of PLAIN, attempt by attempt: user and password.
  private func plain(user: String, password: [UInt8], attempts: Int) throws -> [[String]] {
    let refused = String(repeating: "C: AUTH PLAIN *\nS: -ERR [AUTH] no\n", count: 1)
    let second = attempts > 1 ? "C: AUTH PLAIN\nS: +\nC: *\nS: -ERR [AUTH] no\n" : ""
    let server = try ScriptedServer("S: +OK\nC: CAPA\nS: +OK\nS: SASL PLAIN\nS: .\n\(refused)\(second)! end")
    var session = try openSession(server)
    let failure = try sessionFailure {
      try session.logIn(
        Credentials(user: user, secret: Secret(password), mechanism: .plain, allowPlaintext: true))
    }
    guard case .loginRefused = failure.code else { throw failure }
    let lines = (server.received.first ?? []).filter { $0 != "CAPA" && $0 != "AUTH PLAIN" }
    return lines.map { line in
      let octets = Base64.decode(Array((line.split(separator: " ").last ?? "").utf8)) ?? []
      return octets.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
  }

  /// RFC 4013, section 3: a soft hyphen goes, compatibility characters are mapped, other blanks are blanks.
  @Test(arguments: [
    ("I\u{AD}X", "IX"), ("\u{AA}", "a"), ("\u{2168}", "IX"), ("a\u{A0}b", "a b"), ("e\u{301}", "\u{E9}"),
    ("\u{FB01}", "fi"),
  ])
  func `what a person types in several ways goes out in one, and as it was given where that is refused`(
    typed: String, prepared: String
  ) throws {
    let attempts = try plain(user: "al\(typed)", password: Array(typed.utf8), attempts: 2)
    #expect(
      attempts.map { $0.map { Array($0.utf8) } }
        == [["al\(prepared)", prepared], ["al\(typed)", typed]].map { $0.map { Array($0.utf8) } })
  }

  @Test func `what is prepared already is tried once`() throws {
    #expect(
      try plain(user: "user", password: Array("päss wörd".utf8), attempts: 1) == [["user", "päss wörd"]])
    // An emoji is younger than the standard: text to be looked up may hold it.
    #expect(try plain(user: "USER", password: Array("p🔑".utf8), attempts: 1) == [["USER", "p🔑"]])
  }

  @Test func `what SASLprep forbids or cannot read goes out as it is`() throws {
    let control = try plain(user: "user", password: [7, 0x61], attempts: 1)
    #expect(control == [["user", "\u{7}a"]])
    let latin = try plain(user: "user", password: [0x70, 0xE4], attempts: 1)
    #expect(latin.count == 1)
  }

  @Test func `UTF8 is switched on before the log-in where the server has it, also along with it`() throws {
    let script = """
      S: +OK
      C: CAPA
      S-: +OK\\r\\nUSER\\r\\nUTF8 USER\\r\\nPIPELINING\\r\\n.\\r\\n
      C: UTF8
      C: USER alice
      C: PASS secret
      S: +OK
      S: +OK
      S: +OK
      C: CAPA
      S: -ERR
      C: QUIT
      S: +OK
      ! end
      """
    try logIn(script)
    try logIn(
      script.replacing("USER\\r\\nUTF8 USER", with: "SASL PLAIN\\r\\nUTF8").replacing(
        "C: USER alice\nC: PASS secret", with: "C: AUTH PLAIN *"
      ).replacing("S: +OK\nS: +OK\nS: +OK", with: "S: +OK\nS: +OK"))
    // One command at a time, and refused: nothing else changes.
    try logIn(
      """
      S: +OK
      C: CAPA
      S-: +OK\\r\\nUSER\\r\\nUTF8\\r\\n.\\r\\n
      C: UTF8
      S: -ERR not today
      C: USER alice
      S: +OK
      C: PASS secret
      S: +OK
      C: CAPA
      S: -ERR
      C: QUIT
      S: +OK
      ! end
      """)
  }

  private func logIn(_ script: String) throws {
    let server = try ScriptedServer(script)
    var session = try openSession(server)
    try session.logIn(alice())
    _ = try session.quit()
    try server.finish()
  }
}
