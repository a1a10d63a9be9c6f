/// The transaction and the update state (RFC 1939, sections 5 to 7).
extension Session {
  mutating func transact(_ verb: String, _ argument: String) throws {
    switch verb {
    case "STAT": try stat()
    case "LIST": try list(argument) { "\($0.octets)" }
    case "UIDL" where host.offer.uidl: try uniqueIDs(argument)
    case "RETR": try retrieve(argument)
    case "TOP" where host.offer.top: try top(argument)
    case "DELE": try delete(argument)
    case "RSET":
      maildrop?.deleted = []
      try reply(ok: "")
    default: try reply(error: "unknown command")
    }
  }

  mutating func quit() throws {
    if let open = maildrop.take() { host.counters.add(open.update(), to: \.removed) }
    try reply(ok: "bye")
  }

  private mutating func stat() throws {
    var count = 0
    var octets: Int64 = 0
    for index in 0..<(maildrop?.messages.count ?? 0) {
      guard let message = maildrop?.message(at: index) else { continue }
      count += 1
      octets &+= message.octets
    }
    try reply(ok: "\(count) \(octets)")
  }

  private mutating func list(_ argument: String, _ text: (ListedMessage) -> String) throws {
    guard argument.isEmpty else {
      guard let message = maildrop?.named(argument) else { return try refuseNumber() }
      return try reply(ok: "\(argument) \(text(message))")
    }
    try reply(ok: "")
    for index in 0..<(maildrop?.messages.count ?? 0) {
      guard let message = maildrop?.message(at: index) else { continue }
      try connection.put("\(index + 1) \(text(message))\r\n")
    }
    try connection.put(".\r\n")
  }

  private mutating func uniqueIDs(_ argument: String) throws {
    guard argument.isEmpty else {
      guard let message = maildrop?.named(argument) else { return try refuseNumber() }
      try connection.put("+OK ")
      return try uniqueID(argument, message)
    }
    try reply(ok: "")
    for index in 0..<(maildrop?.messages.count ?? 0) {
      if let message = maildrop?.message(at: index) { try uniqueID("\(index + 1)", message) }
    }
    try connection.put(".\r\n")
  }

  /// Unique-ids go out raw: they may be no text.
  private mutating func uniqueID(_ number: String, _ message: ListedMessage) throws {
    try connection.put(number + " ")
    try message.uid.withUnsafeBytes { try connection.put($0) }
    try connection.put("\r\n")
  }

  private mutating func retrieve(_ argument: String) throws {
    guard let message = maildrop?.named(argument) else { return try refuseNumber() }
    host.counters.add(to: \.retrieved)
    try reply(ok: "\(message.octets) octets")
    var stuffer = DotStuffer()
    try message.message.write { piece in
      try piece.withUnsafeBytes { try stuffer.stuff($0) { try connection.put($0) } }
    }
    try stuffer.terminator().withUnsafeBytes { try connection.put($0) }
  }

  private mutating func top(_ argument: String) throws {
    let words = argument.split(separator: " ")
    guard words.count == 2, let message = maildrop?.named(String(words[0])), let count = Int(words[1]),
      count >= 0
    else { return try refuseNumber() }
    host.counters.add(to: \.topped)
    try reply(ok: "")
    var stuffer = DotStuffer()
    var lines = TopLines(bodyLines: count)
    do {
      try message.message.write { piece in
        try piece.withUnsafeBytes { bytes in
          let shown = UnsafeRawBufferPointer(rebasing: bytes[..<lines.shown(of: bytes)])
          try stuffer.stuff(shown) { try connection.put($0) }
        }
        if lines.isComplete { throw EndOfTop() }
      }
    } catch is EndOfTop {
      // The rest of the message need not be made.
    }
    try stuffer.terminator().withUnsafeBytes { try connection.put($0) }
  }

  private mutating func delete(_ argument: String) throws {
    guard let index = maildrop?.index(argument) else { return try refuseNumber() }
    maildrop?.deleted.insert(index)
    host.counters.add(to: \.marked)
    try reply(ok: "marked")
  }

  private mutating func refuseNumber() throws { try reply(error: "no such message") }

  private struct EndOfTop: Error {}
}
