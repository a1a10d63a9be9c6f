import OpenSSL
import POP3

/// The authorization state: USER and PASS, APOP, AUTH (RFC 1939, sections 4 and 7; RFC 5034).
extension Session {
  mutating func logIn(_ verb: String, _ argument: String) throws {
    switch verb {
    case "USER", "PASS", "APOP", "AUTH":
      guard mayLogIn else { return try reply(error: "first start TLS") }
    default:
      return try reply(error: "unknown command, or not before log-in")
    }
    switch verb {
    case "USER" where host.offer.user:
      user = argument
      try reply(ok: "password?")
    case "PASS" where host.offer.user:
      guard let user else { return try reply(error: "first USER") }
      self.user = nil
      try open(user, isRight: host.password(of: user).map { $0 == argument } ?? false)
    case "APOP" where host.offer.apop:
      try apop(argument)
    case "AUTH":
      try authenticate(argument)
    default:
      try reply(error: "unknown command")
    }
  }

  private mutating func apop(_ argument: String) throws {
    let digest = argument.suffix(while: { $0 != " " })
    let user = String(argument.dropLast(digest.count + 1))
    let expected = host.password(of: user).map { Hash.md5Hex(Array((timestamp + $0).utf8)) }
    try open(user, isRight: expected == digest.lowercased())
  }

  private mutating func authenticate(_ argument: String) throws {
    let words = argument.split(separator: " ", maxSplits: 1).map(String.init)
    guard let mechanism = words.first?.uppercased(), host.offer.mechanisms.contains(mechanism) else {
      return try reply(error: "unknown mechanism")
    }
    let initial = words.count > 1 ? words[1] : nil
    switch mechanism {
    case "PLAIN":
      guard let response = try response(to: "", given: initial) else { return }
      let parts = response.split(separator: 0, omittingEmptySubsequences: false)
      guard parts.count == 3 else { return try reply(error: "[AUTH] three parts are expected") }
      try open(Self.text(parts[1]), password: Self.text(parts[2]))
    case "LOGIN":
      guard let user = try response(to: "Username:", given: initial) else { return }
      guard let password = try response(to: "Password:", given: nil) else { return }
      try open(Self.text(user[...]), password: Self.text(password[...]))
    case "XOAUTH2":
      // As the large providers do: in two steps alone, and with the reason of a refusal in a challenge.
      guard initial == nil else { return try reply(error: "[AUTH] no initial response") }
      guard let response = try response(to: "", given: nil) else { return }
      try openByToken(Self.text(response[...]))
    default:
      try reply(error: "unknown mechanism")
    }
  }

  /// The password of the user serves as the token.
  private mutating func openByToken(_ text: String) throws {
    let parts = text.split(separator: "\u{1}", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0].hasPrefix("user="), parts[1].hasPrefix("auth=Bearer ") else {
      return try reply(error: "[AUTH] user and token are expected")
    }
    let user = String(parts[0].dropFirst("user=".count))
    let token = String(parts[1].dropFirst("auth=Bearer ".count))
    guard host.password(of: user) == token else {
      let reason = #"{"status":"401","schemes":"bearer","scope":"https://mail.example.org/"}"#
      guard let last = try response(to: reason, given: nil), last.isEmpty else { return }
      return try open(user, isRight: false)
    }
    try open(user, isRight: true)
  }

  /// The client's answer to a challenge, decoded; nil when a reply has ended the exchange.
  private mutating func response(to challenge: String, given initial: String?) throws -> [UInt8]? {
    var line = initial
    if line == nil {
      let encoded = Base64.encode(Array(challenge.utf8))
      try connection.put("+ \(String(decoding: encoded, as: UTF8.self))\r\n")
      line = try connection.nextLine().map { String(decoding: $0, as: UTF8.self) }
      host.log.append(LoggedCommand(connection: number, line: [], verb: "", argument: ""))
    }
    guard let line, line != "*" else {
      try reply(error: "cancelled")
      return nil
    }
    guard let bytes = line == "=" ? [] : Base64.decode(Array(line.utf8)) else {
      try reply(error: "no base64")
      return nil
    }
    return bytes
  }

  private mutating func open(_ user: String, password: String) throws {
    try open(user, isRight: host.password(of: user) == password)
  }

  private mutating func open(_ user: String, isRight: Bool) throws {
    guard isRight, let drop = host.maildrop(of: user) else {
      host.counters.add(to: \.refusedLogIns)
      return try reply(error: "[AUTH] user or password is wrong")
    }
    guard let lock = drop.lock() else { return try reply(error: "[IN-USE] another session has the maildrop") }
    let messages = lock.listing
    let view = host.interference?.view(number, messages) ?? messages
    maildrop = OpenMaildrop(user: user, lock: lock, messages: view)
    host.counters.add(to: \.logIns)
    try reply(ok: "\(view.count) messages")
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}

extension String {
  fileprivate func suffix(while belongs: (Character) -> Bool) -> Substring {
    self[(lastIndex { !belongs($0) }.map(index(after:)) ?? startIndex)...]
  }
}
