import POP3
import Testing

@Suite struct CommandTests {
  static let wires: [(Command, String, String)] = [
    (.capa, "CAPA", "CAPA"),
    (.stls, "STLS", "STLS"),
    (.user(Array("alice smith".utf8)), "USER alice smith", "USER alice smith"),
    (.user(Array("a\u{1B}[2J".utf8)), "USER a\u{1B}[2J", "USER a\\u{1B}[2J"),
    (.pass(Secret(Array(" pass word ".utf8))), "PASS  pass word ", "PASS ****"),
    (.apop(user: Array("alice".utf8), digest: "d99894"), "APOP alice d99894", "APOP alice ****"),
    (.auth(mechanism: "PLAIN", initialResponse: nil, isLast: false), "AUTH PLAIN", "AUTH PLAIN"),
    (
      .auth(mechanism: "PLAIN", initialResponse: Secret([0, 97, 0, 98]), isLast: true), "AUTH PLAIN AGEAYg==",
      "AUTH PLAIN ****"
    ),
    (.auth(mechanism: "X", initialResponse: Secret([]), isLast: true), "AUTH X =", "AUTH X ****"),
    (.response(Secret(Array("username".utf8)), isLast: false), "dXNlcm5hbWU=", "****"),
    (.response(Secret([]), isLast: true), "", "****"),
    (.cancel, "*", "*"),
    (.stat, "STAT", "STAT"),
    (.list(nil), "LIST", "LIST"),
    (.list(number(7)), "LIST 7", "LIST 7"),
    (.uidl(nil), "UIDL", "UIDL"),
    (.uidl(number(4_294_967_295)), "UIDL 4294967295", "UIDL 4294967295"),
    (.top(number(1), lines: 0), "TOP 1 0", "TOP 1 0"),
    (.retr(number(12)), "RETR 12", "RETR 12"),
    (.dele(number(3)), "DELE 3", "DELE 3"),
    (.rset, "RSET", "RSET"),
    (.noop, "NOOP", "NOOP"),
    (.quit, "QUIT", "QUIT"),
  ]

  @Test(arguments: wires)
  func `a command is one line on the wire, and a trace masks its secret`(
    command: Command, wire: String, trace: String
  ) throws {
    var octets: [UInt8] = []
    try command.encode(into: &octets)
    #expect(String(decoding: octets, as: UTF8.self) == wire + "\r\n")
    #expect(command.traceDescription == trace)
  }

  @Test(arguments: ["\r", "\n", "\0", "\r\nDELE 1"])
  func `an argument that would make another command is refused`(text: String) {
    let octets = Array("a\(text)b".utf8)
    let unsafe: [Command] = [
      .user(octets), .pass(Secret(octets)), .apop(user: octets, digest: ""),
      .auth(mechanism: "X\(text)", initialResponse: nil, isLast: true),
    ]
    for command in unsafe {
      var wire: [UInt8] = []
      #expect(throws: ProtocolViolation.unsafeArgument(command.verb)) { try command.encode(into: &wire) }
      #expect(wire.isEmpty)
    }
  }

  @Test func `a secret shows itself nowhere`() {
    let secret = Secret(Array("hunter2".utf8))
    var dumped = ""
    dump(Command.pass(secret), to: &dumped)
    for text in ["\(secret)", String(reflecting: secret), String(describing: Command.pass(secret)), dumped] {
      #expect(!text.contains("hunter2") && !text.contains("104"))
    }
  }

  @Test func `no message has the number 0`() {
    #expect(MessageNumber(0) == nil)
    #expect(number(1) < number(2))
  }
}
