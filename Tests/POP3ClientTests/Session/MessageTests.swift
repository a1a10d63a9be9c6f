import POP3
import POP3Client
import TestServers
import Testing

@Suite(.timeLimit(.minutes(1))) struct MessageTests {
  private let goodbye = "C: QUIT\nS: +OK\n! end"

  @Test(arguments: [true, false])
  func `messages come in their order, refused ones among them`(pipelines: Bool) throws {
    let asked = (1...4).map { "C: RETR \($0)" }
    let answers = ["S: +OK\nS: one\nS: ..\nS: .", "S: -ERR gone", "S: +OK\nS: .", "S: +OK\nS: four\nS: ."]
    let script =
      pipelines ? asked + answers : zip(asked, answers).map { "\($0)\n\($1)" }
    var played = try loggedIn(
      capabilities: pipelines ? ["PIPELINING"] : [], (script + [goodbye]).joined(separator: "\n"))
    var sink = Collector()
    try played.session.retrieve(numbers(1...4), into: &sink)
    #expect(sink.messages == ["1: one\r\n.\r\n", "2 refused: gone", "3: ", "4: four\r\n"])
    try played.finish()
  }

  @Test func `without PIPELINING no command is sent before a message is complete`() throws {
    var played = try loggedIn(
      "C: RETR 1\nS: +OK\nS: one\n! pieces 1\nS: two\nS: .\nC: RETR 2\nS: +OK\nS: .\n\(goodbye)")
    var sink = Collector()
    try played.session.retrieve(numbers(1...2), into: &sink)
    #expect(sink.messages == ["1: one\r\ntwo\r\n", "2: "])
    try played.finish()
  }

  @Test func `headers and deletions are pipelined too`() throws {
    var played = try loggedIn(
      capabilities: ["PIPELINING"],
      "C*3: TOP {n} 0\nS-*3: +OK\\r\\nSubject: {n}\\r\\n\\r\\n.\\r\\n\n"
        + "C*3: DELE {n}\nS: +OK\nS: -ERR no\nS: +OK\nC: RSET\nS: +OK\nC: NOOP\nS: +OK\n\(goodbye)")
    var sink = Collector()
    try played.session.headers(numbers(1...3), into: &sink)
    #expect(sink.messages == (1...3).map { "\($0): Subject: \($0)\r\n\r\n" })
    var answers: [String] = []
    try played.session.delete(numbers(1...3)) { answers.append("\($0) \($1.status)") }
    #expect(answers == ["1 ok", "2 err", "3 ok"])
    try played.session.reset()
    try played.session.noop()
    try played.finish()
  }

  @Test func `thousands of messages are fetched with the window refilled as answers come`() throws {
    let count = 4_000
    let script = (1...count).map { "C: RETR \($0)\nS: +OK\nS: message \($0)\nS: ." }.joined(separator: "\n")
    var played = try loggedIn(capabilities: ["PIPELINING"], "\(script)\n\(goodbye)")
    var sink = Collector()
    try played.session.retrieve(numbers(1...UInt32(count)), into: &sink)
    #expect(sink.messages.count == count && sink.messages.last == "\(count): message \(count)\r\n")
    try played.finish()
  }

  @Test func `no more commands are in flight than 16 KB hold`() throws {
    // 1,489 times "DELE 9000" with its line end are 16,379 octets. NOOP asks whether the server still answers.
    let commands = (8_000..<9_489).map { "C: DELE \($0)" }.joined(separator: "\n")
    var played = try loggedIn(
      capabilities: ["PIPELINING"], "\(commands)\nC: NOOP\n! end", idle: .milliseconds(300))
    do {
      try played.session.delete(numbers(8_000...9_999)) { _, _ in }
      Issue.record("no error")
    } catch { #expect(error.isLineLoss && error.lesson == nil) }
    try played.finish()
  }

  @Test func `a line of 8 MB goes through a fixed buffer`() throws {
    let kilobyte = String(repeating: "x", count: 1_024)
    var played = try loggedIn("C: RETR 1\nS: +OK\nS-*8192: \(kilobyte)\nS: \nS: .\n\(goodbye)")
    var sink = Collector()
    sink.keepsText = false
    try played.session.retrieve(numbers(1...1), into: &sink)
    #expect(sink.octets == (8 << 20) + 2)
    #expect(sink.largestPiece <= 65_536)
    try played.finish()
  }

  @Test func `a sink that has enough stops the sending, and what is in flight still comes`() throws {
    var played = try loggedIn(
      "C: RETR 1\nS: +OK\nS: .\nC: RETR 2\nS: +OK\nS: .\n\(goodbye)")
    var sink = Collector()
    sink.stopsAfter = 2
    try played.session.retrieve(numbers(1...9), into: &sink)
    #expect(sink.messages.count == 2)
    try played.finish()
  }

  @Test func `what a sink throws comes through, and nothing more is said`() throws {
    var played = try loggedIn("C: RETR 1\nS: +OK\nS: a\nS: .\nC: RETR 2\nS: +OK\nS: b\nS: .\n! end")
    var sink = Collector()
    sink.failsAfter = 1
    do {
      try played.session.retrieve(numbers(1...2), into: &sink)
      Issue.record("no error")
    } catch is Collector.Refusal {}
    let server = played.server
    let reply = try played.quit()
    #expect(reply == nil)
    // The second message was on its way; no QUIT came behind it.
    #expect(server.received[0].last == "RETR 2")
  }

  @Test(arguments: [
    "S-: cut h\n! close", "S: whole line\n! reset", "S: text.\n! stall", "S-: text.\\r\\n.\\r\n! close",
  ])
  func `a message that is cut does not end`(script: String) throws {
    var played = try loggedIn("C: RETR 1\nS: +OK\n\(script)", idle: .milliseconds(200))
    var sink = Collector()
    do {
      try played.session.retrieve(numbers(1...1), into: &sink)
      Issue.record("no error")
    } catch let failure as SessionFailure { #expect(failure.isLineLoss && failure.stage == .retrieve) }
    #expect(sink.messages.isEmpty && sink.isWithinMessage)
    let reply = try played.quit()
    #expect(reply == nil)
  }

  @Test func `a slow message is no silence`() throws {
    // One octet a write; the whole takes longer than any single wait.
    var played = try loggedIn(
      "C: RETR 1\nS: +OK\n! pieces 1\nS-*3000: {n} \nS: \nS: .\n\(goodbye)", idle: .seconds(2))
    var sink = Collector()
    try played.session.retrieve(numbers(1...1), into: &sink)
    #expect(sink.messages.count == 1)
    try played.finish()
  }

  @Test func `QUIT tells what became of the deletions, or that nobody knows`() throws {
    for (end, status) in [("S: +OK\n! end", Reply.Status.ok), ("S: -ERR some not removed\n! end", .err)] {
      let played = try loggedIn("C: QUIT\n\(end)")
      let server = played.server
      let reply = try played.quit()
      #expect(reply?.status == status)
      try server.finish()
    }
    for end in ["! close", "! reset", "! stall"] {
      let played = try loggedIn("C: QUIT\n\(end)", idle: .milliseconds(200))
      let reply = try played.quit()
      #expect(reply == nil)
    }
  }
}
