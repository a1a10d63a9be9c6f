import POP3

/// What the answers of recorded sessions mean, as a person reads them off the files.
enum RecordedMeaning {
  /// By the file's name: what each of its answers says, a line of a listing apart. Messages are compared with their files.
  static let expected: [String: [String]] = [
    "comcast.greeting": ["ready, no APOP"],
    "comcast.capa1": ["ok", "STLS TOP UIDL USER; expires 31"],
    "comcast.capa2": ["ok", "STLS TOP UIDL USER; SASL PLAIN X-ZIMBRA; expires never; ZimbraInc"],
    "comcast.ok": ["ok"],
    "comcast.err": ["refused"],
    "comcast.quit": ["ok"],
    "comcast.stat": ["ok", "7 of 1800662"],
    "comcast.stat-error1": ["ok", "7 of ?"],
    "comcast.stat-error2": ["ok", "no status"],
    "comcast.stat-error3": ["ok", "7 of ?"],
    "comcast.list": ["ok"] + (1...7).map { "\($0) has \($0 * 1024)" } + ["end"],
    "comcast.list-error1": ["ok"] + (1...6).map { "\($0) has \($0 * 1024)" } + ["7 has ?", "end"],
    "comcast.list-error2": ["ok"] + [1, 2, 3, 4, 5, 6, 8].map { "\($0) has \($0 * 1024)" } + ["end"],
    "comcast.list-error3": ["ok"] + (1...6).map { "\($0) has \($0 * 1024)" } + ["7 has ?", "end"],
    "comcast.list1": ["ok", "1 has 1024"],
    "comcast.list1-error1": ["ok", "1 has ?"],
    "comcast.list1-error2": ["ok", "99 has 1024"],
    "comcast.list1-error3": ["ok", "1 has ?"],
    "comcast.retr1": ["ok", "a message"],
    "common.ok-greeting": ["ready, no APOP"],
    "common.err-greeting": ["refused, no APOP"],
    "exchange.greeting": ["ready, no APOP"],
    "exchange.capa": ["ok", "TOP UIDL USER; SASL NTLM GSSAPI PLAIN LOGIN"],
    "exchange.plus": ["go on"],
    "exchange.auth": ["ok"],
    "exchange.stat": ["ok", "7 of 1800662"],
    "exchange.uidl": ["ok"] + (1...7).map { "\($0) is \(6498 + $0)" } + ["end"],
    "exchange.retr1": ["ok", "a message"],
    "exchange.quit": ["ok"],
    "gmail.greeting": ["ready, no APOP"],
    "gmail.capa1": ["ok", "RESP-CODES TOP UIDL USER; SASL PLAIN XOAUTH2; expires 0; delay 300"],
    "gmail.capa2": ["ok", "PIPELINING RESP-CODES TOP UIDL USER; expires 0; delay 300"],
    "gmail.plus": ["go on"],
    "gmail.auth": ["ok"],
    "gmail.stat": ["ok", "3 of 221409"],
    "gmail.list": ["ok", "1 has 1024", "2 has 1025", "3 has 1026", "end"],
    "gmail.list1": ["ok", "1 has 1024"],
    "gmail.list2": ["ok", "2 has 1025"],
    "gmail.list3": ["ok", "3 has 1026"],
    "gmail.uidl": ["ok", "1 is 101", "2 is 102", "3 is 103", "end"],
    "gmail.uidl-error1": ["ok", "1 is 101", "2 is 102", "3 is ?", "end"],
    "gmail.uidl-error2": ["ok", "1 is 101", "2 is 102", "4 is 103", "end"],
    "gmail.uidl1": ["ok", "1 is 101"],
    "gmail.uidl2": ["ok", "2 is 102"],
    "gmail.uidl3": ["ok", "3 is 103"],
    "gmail.uidl1-error1": ["ok", "1 is ?"],
    // Another message than the one that was asked for.
    "gmail.uidl1-error2": ["ok", "no unique-id"],
    "gmail.retr1": ["ok", "a message"],
    "gmail.retr123": ["ok", "a message", "ok", "a message", "ok", "a message"],
    "gmail.retr1-parse-error": ["ok", "a message"],
    "gmail.top": ["ok", "a message"],
    "gmail.top123": ["ok", "a message", "ok", "a message", "ok", "a message"],
    "gmail.noop": ["ok"],
    "gmail.dele": ["ok"],
    "gmail.dele123": ["ok", "ok", "ok"],
    "gmail.rset": ["ok"],
    "gmail.quit": ["ok"],
    "lang.greeting": ["ready, APOP <apop-token@example.com>"],
    "lang.capa1": [
      "ok", "RESP-CODES TOP UIDL USER UTF8 with names; SASL PLAIN XOAUTH2; expires 0; delay 300",
    ],
    "lang.capa2": ["ok", "PIPELINING RESP-CODES TOP UIDL USER; expires 0; delay 300"],
    "lang.utf8": ["ok"],
    "lang.auth": ["ok"],
    "lang.stat": ["ok", "3 of 221409"],
    "lang.quit": ["ok"],
  ]

  /// What is heard, in the words of `expected`.
  static func words(of heard: [Heard]) -> [String] { heard.flatMap(words) }

  private static func words(_ heard: Heard) -> [String] {
    switch heard {
    case .message: ["a message"]
    case .violation(let violation): ["\(violation)"]
    case .event(.greeting(let greeting)):
      [
        (greeting.reply.status == .ok ? "ready, " : "refused, ")
          + (greeting.apopTimestamp.map { "APOP " + String(decoding: $0, as: UTF8.self) } ?? "no APOP")
      ]
    case .event(.reply(let reply, to: let command)): words(reply, command)
    case .event(.capabilities(let capabilities)): [words(capabilities)]
    case .event(.scan(let scan)): [words(scan)]
    case .event(.uniqueID(let listing)): [words(listing)]
    case .event(.endOfListing): ["end"]
    case .event(let event): ["\(event)"]
    }
  }

  private static func words(_ reply: Reply, _ command: AwaitedReply) -> [String] {
    switch reply.status {
    case .err: return ["refused"]
    case .continuation: return ["go on"]
    case .ok: break
    }
    switch (command.verb, command.number) {
    case (.stat, _):
      let status = MaildropStatus(text: reply.text)
      return ["ok", status.map { "\($0.count) of \(number($0.octets))" } ?? "no status"]
    case (.list, .some): return ["ok", ScanListing(text: reply.text).map(words) ?? "no size"]
    case (.uidl, let asked?):
      return ["ok", UniqueIDListing(text: reply.text, asked: asked).map(words) ?? "no unique-id"]
    case (_, _): return ["ok"]
    }
  }

  private static func words(_ scan: ScanListing) -> String {
    "\(scan.number.value) has \(number(scan.octets))"
  }

  private static func words(_ listing: UniqueIDListing) -> String {
    "\(listing.number.value) is \(listing.uid.map { "\($0)" } ?? "?")"
  }

  private static func words(_ capabilities: Capabilities) -> String {
    let flags = [
      ("PIPELINING", capabilities.hasPipelining), ("RESP-CODES", capabilities.hasResponseCodes),
      ("AUTH-RESP-CODE", capabilities.hasAuthResponseCodes), ("STLS", capabilities.hasSTLS),
      ("TOP", capabilities.hasTOP), ("UIDL", capabilities.hasUIDL), ("USER", capabilities.hasUSER),
      ("UTF8", capabilities.hasUTF8), ("with names", capabilities.takesUTF8Names),
    ]
    var parts = [flags.filter(\.1).map(\.0).joined(separator: " ")]
    if !capabilities.saslMechanisms.isEmpty {
      parts.append("SASL " + capabilities.saslMechanisms.joined(separator: " "))
    }
    switch capabilities.expire {
    case nil: break
    case .never: parts.append("expires never")
    case .days(let days): parts.append("expires \(days)")
    }
    if let delay = capabilities.loginDelay { parts.append("delay \(delay)") }
    if let name = capabilities.implementation { parts.append(name) }
    return parts.joined(separator: "; ")
  }

  private static func number(_ octets: Int64?) -> String { octets.map(String.init) ?? "?" }

  /// The messages in a file of answers, as its lines have them, each with `lineEnd`: all between a status line and the line
  /// that is a dot, without the dot that stands before a dot.
  static func messages(in kept: [UInt8], lineEnd: [UInt8]) -> [[UInt8]] {
    var messages: [[UInt8]] = []
    var current: [UInt8]?
    for line in kept.split(separator: 10, omittingEmptySubsequences: false) {
      guard let content = current else {
        if line.starts(with: Array("+OK".utf8)) { current = [] }
        continue
      }
      if line == [46] {
        messages.append(content)
        current = nil
      } else {
        current = content + (line.first == 46 ? line.dropFirst() : line) + lineEnd
      }
    }
    return messages
  }
}
