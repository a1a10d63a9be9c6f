import DemoServer
import Glibc
import TestFiles
import TestServers
import Testing

/// Each way in which the server itself fails a stage of `check`: the stage, the exit code, and the whole sentence with its remedy.
@Suite(.timeLimit(.minutes(3))) struct RefusedCheckTests {
  private let bench: CheckBench
  private var home: UserHome { bench.home }
  private var authority: TestAuthority { bench.authority }

  init() throws { bench = try CheckBench() }

  @Test(arguments: [
    (
      "S: -ERR [SYS/TEMP] not now\n! end", Int32(75),
      ["The server refused the connection in its greeting: \"[SYS/TEMP] not now\"."]
    ),
    (
      "S: -ERR go away\n! end", 69, ["The server refused the connection in its greeting: \"go away\"."]
    ),
    (
      "S: 220 smtp.example.org ESMTP\n! end", 76,
      [
        "127.0.0.1:PORT: The server sent something that is no POP3 reply: \"220 smtp.example.org ESMTP\" (the connection in its greeting).",
        "Look with 'popkeep check --trace' whether this is a POP3 server.",
      ]
    ),
    (
      "! stall", 69,
      [
        "127.0.0.1 sent no greeting on port PORT: check the port, and whether it wants TLS from the start."
      ]
    ),
    ("! close", 69, ["127.0.0.1 ended the connection: try again later."]),
  ])
  func `a greeting that is none`(script: String, status: Int32, lines: [String]) throws {
    #expect(try bench.check(script) == CheckBench.Failed(stage: "greeting", status: status, lines: lines))
  }

  @Test(arguments: [
    (
      "S: +OK\nC: CAPA\nS-: +OK\\r\\nUSER\\r\\n.\\r\\n\n! end",
      "The server offers no STLS on this port, and nothing was sent in plain text: use \"tls\": \"implicit\"."
    ),
    (
      "S: +OK\nC: CAPA\nS-: +OK\\r\\nSTLS\\r\\n.\\r\\n\nC: STLS\nS-: +OK\\r\\n+OK more\\r\\n\n! end",
      "Octets came before TLS was there, perhaps from somebody in the line: nothing was sent, try another network."
    ),
  ])
  func `TLS that is asked for and not to be had`(script: String, sentence: String) throws {
    let server = try ScriptedServer(script)
    let failed = try bench.check(AccountText(port: server.port, others: "\"tls\": \"starttls\", "))
    #expect(failed == CheckBench.Failed(stage: "tls", status: 76, lines: [sentence]))
  }

  private static let usual =
    "Many providers want an app password, and POP3 access switched on in their settings."

  @Test(arguments: [
    (
      "[AUTH] no", Int32(77),
      ["The server refused the log-in: \"[AUTH] no\"; check user name and password.", usual]
    ),
    (
      "[AUTH] Application-specific password required", 77,
      [
        "The server refused the log-in: \"[AUTH] Application-specific password required\"; check user name and password.",
        "The provider wants a password that is for programs alone, which it calls \"app password\"; make one in the settings of the account.",
      ]
    ),
    (
      "[SYS/PERM] Your account is not enabled for POP access.", 77,
      [
        "The server refused the log-in: \"[SYS/PERM] Your account is not enabled for POP access.\"; its operator must act.",
        "POP access is switched off there: switch it on in the settings of the account.",
      ]
    ),
    (
      "[SYS/PERM] broken", 69,
      ["The server refused the log-in: \"[SYS/PERM] broken\"; its operator must act."]
    ),
    (
      "[SYS/TEMP] broken", 75,
      ["The server refused the log-in: \"[SYS/TEMP] broken\"; it has trouble of its own: try again later."]
    ),
    (
      "[IN-USE] locked", 75,
      ["The server refused the log-in: \"[IN-USE] locked\"; another session is open: try again later."]
    ),
    (
      "[LOGIN-DELAY] wait", 75,
      [
        "The server refused the log-in: \"[LOGIN-DELAY] wait\"; it wants a pause between log-ins: try again later."
      ]
    ),
  ])
  func `a log-in that is refused`(text: String, status: Int32, lines: [String]) throws {
    let script = "S: +OK\nC: CAPA\nS: -ERR\nC: USER alice\nS: +OK\nC: PASS *\nS: -ERR \(text)\n! end"
    #expect(try bench.check(script) == CheckBench.Failed(stage: "login", status: status, lines: lines))
  }

  @Test func `a server that refuses twice without a code, by its words`() throws {
    let once = "C: USER alice\nS: +OK\nC: PASS *\nS: -ERR Too many connections\n"
    let failed = try bench.check("S: +OK\nC: CAPA\nS: -ERR\n\(once)\(once)! end")
    #expect(
      failed
        == CheckBench.Failed(
          stage: "login", status: 75,
          lines: [
            "The server refused the log-in: \"Too many connections\"; check user name and password.",
            "Wait some minutes; \"every\" says how often popkeep looks.",
          ]))
  }

  @Test(arguments: [
    (
      "SASL XOAUTH2 GSSAPI", "", Int32(78),
      [
        "No way to log in is known to both sides; the server has XOAUTH2, GSSAPI: check \"auth\".",
        "Leave \"auth\" out: popkeep then takes the strongest.",
      ]
    ),
    (
      "SASL PLAIN", "\"auth\": \"apop\", ", 78,
      [
        "No way to log in is known to both sides; the server has PLAIN: check \"auth\".",
        "Leave \"auth\" out: popkeep then takes the strongest.",
      ]
    ),
  ])
  func `no way that both sides have`(line: String, others: String, status: Int32, lines: [String]) throws {
    let script = "S: +OK\nC: CAPA\nS-: +OK\\r\\n\(line)\\r\\n.\\r\\n\n! end"
    #expect(
      try bench.check(script, others: others)
        == CheckBench.Failed(stage: "login", status: status, lines: lines))
  }

  @Test func `a server that does not keep to the rules of SCRAM, or knows no password`() throws {
    let start =
      "S: +OK\nC: CAPA\nS-: +OK\\r\\nSASL PLAIN SCRAM-SHA-256\\r\\n.\\r\\n\nC: AUTH SCRAM-SHA-256 *\n"
    #expect(
      try bench.check("\(start)S: + aGVsbG8=\nC: *\nS: -ERR\n! end")
        == CheckBench.Failed(
          stage: "login", status: 76,
          lines: [
            "The log-in by SCRAM-SHA-256 was given up, for the server does not keep to its rules (its challenge makes no sense): choose another with \"auth\", or tell its operator.",
            "No password was sent.",
          ]))
    #expect(
      try bench.check("\(start)S: -ERR [AUTH] no\n! end").lines.first
        == "The server refused the log-in: \"[AUTH] no\"; check user name and password, and if both are right, try \"auth\": \"plain\": not every server holds passwords in a form for SCRAM-SHA-256."
    )
    #expect(
      try bench.check("\(start)S: -ERR [AUTH] no\n! end", others: "\"auth\": \"scram-sha-1\", ").stage
        == "login")
  }

  private static let loggedIn =
    "S: +OK\nC: CAPA\nS: -ERR\nC: USER alice\nS: +OK\nC: PASS *\nS: +OK\nC: CAPA\n"

  @Test func `a mailbox that cannot be looked at`() throws {
    #expect(
      try bench.check("\(Self.loggedIn)S: -ERR\nC: STAT\nS: -ERR broken\n! end")
        == CheckBench.Failed(stage: "mailbox", status: 69, lines: ["The server refused STAT: \"broken\"."]))
    #expect(
      try bench.check("\(Self.loggedIn)S: -ERR\nC: STAT\nS: +OK 1 20\nC: UIDL\n! close")
        == CheckBench.Failed(
          stage: "unique-ids", status: 75,
          lines: ["127.0.0.1 ended the connection: try again later."]))
    #expect(
      try bench.check(
        "\(Self.loggedIn)S: -ERR\nC: STAT\nS: +OK 1 20\nC: UIDL\nS-: +OK\\r\\n1 a\\r\\n.\\r\\n\nC: LIST\nS: -ERR no\n! end"
      )
        == CheckBench.Failed(stage: "sizes", status: 69, lines: ["The server refused LIST: \"no\"."]))
  }

  @Test func `no archive, and no room for it`() throws {
    let mailbox = try ServedMailbox(1...1)
    try home.configure(mailbox.account(), minFree: "99%")
    let full = try home.run("check")
    #expect(full.status == 74)
    #expect(
      full.output.contains("Free some space, or write a smaller minFree into the configuration."))
    let other = try UserHome()
    try other.configure(mailbox.account())
    let none = try other.run("check")
    #expect(none.status == 78)
    #expect(none.outputLines.contains { $0.hasPrefix("  disk") && $0.contains("FAILED") })
  }

  @Test func `a way that the server does not announce, and a server that lets in unproved`() throws {
    let start = "S: +OK\nC: CAPA\nS-: +OK\\r\\nSASL PLAIN SCRAM-SHA-256\\r\\n.\\r\\n\n"
    #expect(
      try bench.check(
        "\(start)C: AUTH CRAM-MD5\nS: -ERR [AUTH] no\n! end", others: "\"auth\": \"cram-md5\", ")
        == CheckBench.Failed(
          stage: "login", status: 77,
          lines: [
            "The server refused the log-in by CRAM-MD5, which it does not announce (it has PLAIN, SCRAM-SHA-256): \"[AUTH] no\"; choose another with \"auth\", or leave that out."
          ]))
    #expect(
      try bench.check("\(start)C: AUTH SCRAM-SHA-256 *\nS: +OK logged in\nC: \\*\nS: -ERR\n! end").lines.first
        == "The server did not prove that it knows the password (SCRAM-SHA-256), so it may be another one than it says: check host and network, and whether the password is right."
    )
  }

  @Test func `a check is no way around what earlier sessions have taught`() throws {
    let home = bench.home
    let server = try ScriptedServer(
      """
      S: +OK
      C: CAPA
      S-: +OK\\r\\nSASL PLAIN CRAM-MD5\\r\\n.\\r\\n
      C: AUTH CRAM-MD5
      S: + PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+
      C: *
      S: +OK
      C: CAPA
      S: -ERR
      C: STAT
      S: +OK 0 0
      C: QUIT
      S: +OK
      ! end
      S: +OK
      C: CAPA
      S-: +OK\\r\\nSASL PLAIN\\r\\n.\\r\\n
      ! end
      """)
    try home.configure(
      AccountText(
        port: server.port, others: "\"tls\": \"none\", \"allowPlaintext\": true, \"timeout\": \"5s\", "))
    try home.run("fetch").succeeds()
    let run = try home.run("check")
    #expect(run.status == 76)
    #expect(run.output.contains("The server does not offer CRAM-MD5 any more"), "\(run)")
    #expect(server.received.last == ["CAPA"])
  }
}
