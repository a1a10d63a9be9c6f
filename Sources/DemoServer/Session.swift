/// One connection of a client, from the greeting to the end (RFC 1939).
struct Session: ~Copyable {
  let host: Host
  let number: Int
  let conduct: Interference.Conduct
  let timestamp: String
  var connection: Connection
  var isSecure = false
  /// What USER named, until PASS.
  var user: String?
  /// From log-in on.
  var maildrop: OpenMaildrop?
  private var commands = 0
  private var cutEnding: Ending

  init(host: Host, socket: Int32, number: Int) {
    self.host = host
    self.number = number
    conduct = host.interference?.conduct(number) ?? Interference.Conduct()
    timestamp = "<\(number).\(UInt64.random(in: 0...UInt64.max))@\(host.name)>"
    cutEnding = conduct.ending
    connection = Connection(socket: socket, patience: host.patience)
    connection.pieceSize = conduct.pieceSize
    if let octets = conduct.cutAfter { connection.cut(after: octets) }
  }

  /// Serves the client until one side ends the connection.
  mutating func run() {
    var ending: Ending
    do {
      try greet()
      ending = try serveCommands()
    } catch DemoServerFailure.cut {
      host.counters.add(to: \.cut)
      ending = cutEnding
    } catch {
      ending = .drop
    }
    // Before the client can know of the end and come again.
    maildrop = nil
    connection.end(ending)
  }

  private mutating func greet() throws {
    if case .implicit = host.security { try startTLS() }
    try reply(ok: "popkeep demo server ready" + (host.offer.apop ? " \(timestamp)" : ""))
  }

  private mutating func serveCommands() throws -> Ending {
    while let line = try connection.nextLine() {
      let (verb, argument) = Self.split(line)
      host.log.append(LoggedCommand(connection: number, line: line, verb: verb, argument: argument))
      commands += 1
      if let ending = try answer(verb, argument) {
        try connection.flush()
        return ending
      }
      if conduct.losesPipelinedCommands {
        try connection.flush()
        connection.discardInput()
      }
    }
    return .close
  }

  private mutating func answer(_ verb: String, _ argument: String) throws -> Ending? {
    switch verdict(verb, argument) {
    case .serve:
      return try serve(verb, argument)
    case .serveCut(let octets, let ending):
      cutEnding = ending
      connection.cut(after: octets)
      return try serve(verb, argument)
    case .reply(let octets):
      try octets.withUnsafeBytes { try connection.put($0) }
      return nil
    case .replyAndEnd(let octets, let ending):
      try octets.withUnsafeBytes { try connection.put($0) }
      return ending
    case .ignore:
      return nil
    case .stall:
      try connection.awaitEnd()
      return .close
    case .end(let ending):
      return ending
    }
  }

  private mutating func serve(_ verb: String, _ argument: String) throws -> Ending? {
    switch verb {
    case "QUIT":
      try quit()
      return .close
    case "CAPA" where host.offer.capabilities:
      try lines(host.offer.lines(canStartTLS: canStartTLS, canLogIn: maildrop == nil && mayLogIn))
    case "NOOP" where maildrop != nil:
      try reply(ok: "")
    case "STLS" where canStartTLS:
      try reply(ok: "begin TLS")
      try startTLS()
    default:
      if maildrop == nil { try logIn(verb, argument) } else { try transact(verb, argument) }
    }
    return nil
  }

  private mutating func startTLS() throws {
    guard let context = host.tls else { return }
    try connection.startTLS(context)
    isSecure = true
  }

  private var canStartTLS: Bool {
    if case .starttls = host.security { !isSecure && maildrop == nil } else { false }
  }

  /// Whether a password may come over this connection.
  var mayLogIn: Bool { isSecure || host.tls == nil || host.offer.plaintextBeforeTLS }

  private mutating func verdict(_ verb: String, _ argument: String) -> Interference.Verdict {
    guard let interference = host.interference else { return .serve }
    return interference.verdict(
      Interference.Request(
        connection: number, ordinal: commands, verb: verb, argument: argument, user: maildrop?.user,
        message: maildrop?.named(argument)))
  }

  private static func split(_ line: [UInt8]) -> (verb: String, argument: String) {
    let verb = line.prefix { $0 != UInt8(ascii: " ") }
    let argument = line.dropFirst(verb.count + 1)
    return (String(decoding: verb, as: UTF8.self).uppercased(), String(decoding: argument, as: UTF8.self))
  }

  mutating func reply(ok text: String) throws { try connection.put("+OK \(text)\r\n") }
  mutating func reply(error text: String) throws { try connection.put("-ERR \(text)\r\n") }

  private mutating func lines(_ lines: [String]) throws {
    try reply(ok: "")
    for line in lines { try connection.put(line + "\r\n") }
    try connection.put(".\r\n")
  }
}
