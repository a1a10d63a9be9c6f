import DemoServer
import TestServers

/// A mailbox of made messages on loopback, over TLS with a certificate authority of its own.
struct ServedMailbox {
  let authority: TestAuthority
  let server: FaultyServer

  /// Serves `contents` to each of `users`; the certificate is for `names` and valid for so many seconds from now.
  init(
    _ contents: [[UInt8]], quirks: Quirks = Quirks(), names: [String] = ["127.0.0.1", "localhost"],
    validFor seconds: Int64 = 86_400, authority: TestAuthority? = nil, users: [String] = ["alice"],
    offer: Offer = Offer()
  ) throws {
    let authority = try authority ?? TestAuthority()
    self.authority = authority
    server = try FaultyServer.start(
      messages: contents.enumerated().map { ServedMessage(uid: Array("uid-\($0 + 1)".utf8), content: $1) },
      quirks: quirks, users: users.map { DemoServer.User(name: $0, password: UserHome.password) },
      security: .implicit(try authority.identity(names: names, validFor: seconds)), offer: offer)
  }

  init(
    _ numbers: ClosedRange<Int>, quirks: Quirks = Quirks(), users: [String] = ["alice"],
    offer: Offer = Offer()
  ) throws {
    try self.init(numbers.map { MadeMail.content($0) }, quirks: quirks, users: users, offer: offer)
  }

  /// The file that makes a client trust the server.
  var caFile: String { authority.file }
  var port: UInt16 { server.port }
  var remaining: [[UInt8]] { server.server.remaining() }

  /// The commands that came, from the first or after so many.
  func commands(after count: Int = 0) -> [String] { server.server.log.dropFirst(count).map(\.text) }

  func account(onServer: String = "\"keep\"", others: String = "") -> AccountText {
    AccountText(port: port, caFile: caFile, onServer: onServer, others: others)
  }

  /// The account of one of several users, named for them, that a daemon looks at every so often.
  func account(of user: String, every: String, others: String = "") -> AccountText {
    var account = account(others: "\"every\": \"\(every)\", \(others)")
    (account.name, account.user) = (user, user)
    return account
  }

  func add(_ numbers: ClosedRange<Int>, to user: String? = nil) {
    server.server.add(
      numbers.map { ServedMessage(uid: Array("uid-\($0)".utf8), content: MadeMail.content($0)) }, to: user)
  }
}

/// Messages made for tests.
enum MadeMail {
  /// A message, different for each number, in wire form.
  static func content(_ number: Int, size: Int = 0) -> [UInt8] {
    let minute = String(100 + number % 60).dropFirst()
    let filler = String(repeating: "0123456789abcdef\r\n", count: size / 18)
    return Array(
      """
      Received: from mx.example.org by pop.example.org; Mon, 2 Nov 2026 10:\(minute):00 +0000\r
      From: Bob <bob@example.org>\r
      To: alice@example.org\r
      Subject: Message \(number)\r
      Message-ID: <\(number)@example.org>\r
      Date: Mon, 2 Nov 2026 09:\(minute):00 +0000\r
      \r
      Text of message \(number).\r
      .a line that begins with a dot\r
      \(filler)From here on nothing more.\r

      """.utf8)
  }

  static func contents(_ numbers: ClosedRange<Int>) -> [[UInt8]] { numbers.map { content($0) } }

  /// Messages whose bytes a careless program changes: dots, lone CR and LF, NUL, octets that are no UTF-8, no body.
  static let awkward: [[UInt8]] = [
    Array("Subject: dots\r\n\r\n.\r\n..\r\n...\r\n. \r\n".utf8),
    Array("Subject: lone line feeds\r\n\r\none\ntwo\n.\nthree\r\n".utf8),
    Array("Subject: lone carriage returns\r\n\r\none\rtwo\r\r\n".utf8),
    Array("Subject: NUL\r\n\r\nbefore\0after\r\n".utf8),
    Array("Subject: ".utf8) + [0xFF, 0xFE, 0x80, 0xE4] + Array("\r\n\r\n".utf8) + Array(128...255) + [
      13, 10,
    ],
    Array("Subject: no body\r\n\r\n".utf8),
    Array("no header at all\r\n".utf8),
    Array("\r\nFrom the first line on a body\r\nFrom here too\r\n>From there\r\n".utf8),
    Array("Subject: a long line\r\n\r\n".utf8) + Array(repeating: 0x78, count: 70_000) + [13, 10],
    Array("Subject: =?utf-8?q?=1B[31mred=1B[0m_=07?=\r\n\r\n\u{1B}]0;title\u{07}\r\n".utf8),
  ]
}
