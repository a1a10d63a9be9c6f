import POP3
import Testing

@Suite struct ReplyTests {
  @Test(arguments: [
    ("+OK", Reply.Status.ok, ""), ("+OK ready", .ok, "ready"), ("+ok  two", .ok, "two"), ("+OK\tx", .ok, "x"),
    ("+OK<1@a>", .ok, "<1@a>"), ("-ERR", .err, ""), ("-err no", .err, "no"), ("+", .continuation, ""),
    ("+ ", .continuation, ""), ("+ abc=", .continuation, "abc="),
  ])
  func `a status line has a status and a text`(line: String, status: Reply.Status, text: String) throws {
    let found = try #require(reply(line))
    #expect(found == Reply(status, text: Array(text.utf8)))
  }

  @Test(arguments: [
    "", "+ERR", "-OK", "OK", "220 smtp.example.org", "+OX", "-", "HTTP/1.1 400", " +OK", "+challenge",
  ])
  func `what begins otherwise is no reply`(line: String) {
    #expect(reply(line) == nil)
  }

  private func reply(_ line: String) -> Reply? { Reply(line: Array(line.utf8).span.bytes) }

  @Test(arguments: [
    ("[IN-USE] locked", ResponseCode.inUse), ("[in-use]", .inUse), ("[LOGIN-DELAY] 300", .loginDelay),
    ("[SYS/TEMP] later", .sysTemp), ("[Sys/Perm] never", .sysPerm), ("[SYS/TEMP/QUOTA] x", .sysTemp),
    ("[AUTH] wrong", .auth), ("[UTF8] need", .utf8), ("[SYS] what", .other("SYS")),
    ("[x-y] z", .other("X-Y")),
    ("[a\u{1B}]", .other("A\\U{1B}")),
  ])
  func `a response code counts in any case`(text: String, code: ResponseCode) {
    #expect(Reply(.err, text: Array(text.utf8)).code == code)
  }

  @Test(arguments: [
    "", "[]", "[IN-USE", "IN-USE]", "no [IN-USE]", "[" + String(repeating: "x", count: 99) + "]",
  ])
  func `without brackets at the start there is no code`(text: String) {
    #expect(Reply(.err, text: Array(text.utf8)).code == nil)
  }

  @Test func `a text is shown without control characters and without end`() {
    #expect(Reply(.err, text: Array("a\u{1B}]0;b\u{202E}".utf8)).printable == "a\\u{1B}]0;b\\u{202E}")
    #expect(Reply(.err, text: [97, 255, 10]).printable == "a\\xFF\\x0A")
    let long = Reply(.err, text: Array(repeating: 120, count: 5_000)).printable
    #expect(long.count == 200 && long.hasSuffix("…"))
  }

  @Test func `a challenge is base64`() {
    #expect(Reply(.continuation, text: Array("VXNlcm5hbWU6".utf8)).challenge == Array("Username:".utf8))
    #expect(Reply(.continuation).challenge == [])
    #expect(Reply(.continuation, text: Array("§".utf8)).challenge == nil)
  }

  @Test(arguments: [
    ("POP3 server ready <1896.697170952@dbc.mtview.ca.us>", "<1896.697170952@dbc.mtview.ca.us>"),
    ("<a@b>", "<a@b>"), ("<x> then <a@b> <c@d>", "<a@b>"), ("< <a@b>", "<a@b>"),
  ])
  func `a greeting may hold a timestamp`(text: String, timestamp: String) {
    #expect(Greeting(Reply(.ok, text: Array(text.utf8))).apopTimestamp == Array(timestamp.utf8))
  }

  @Test(arguments: [
    "ready", "<a b@c>", "<a>", "<@b>", "<a@>", "<a@b", "a@b>", "<a\u{1}@b>", "<ä@b>", "<a@b@c>",
  ])
  func `what is no message identifier is no timestamp`(text: String) {
    #expect(Greeting(Reply(.ok, text: Array(text.utf8))).apopTimestamp == nil)
  }
}
