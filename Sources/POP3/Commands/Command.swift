/// A command of a client (RFC 1939, 2449, 2595, 5034), before it is put on the wire.
public enum Command: Sendable, Equatable {
  case capa
  case stls
  /// From here on names, texts and messages may be UTF-8 (RFC 6856, section 2).
  case utf8
  case user([UInt8])
  case pass(Secret)
  /// - Parameter digest: MD5 of timestamp and password, as 32 lower-case hexadecimal digits.
  case apop(user: [UInt8], digest: String)
  /// - Parameters:
  ///   - initialResponse: what is said along with the command; base64 is applied on the wire.
  ///   - isLast: true when the client has no more to say, so that `+OK` means that it is logged in.
  case auth(mechanism: String, initialResponse: Secret?, isLast: Bool)
  /// An answer to a challenge of AUTH; base64 is applied on the wire.
  case response(Secret, isLast: Bool)
  /// Ends an exchange of AUTH without an answer; the server says `-ERR`.
  case cancel
  case stat
  case list(MessageNumber?)
  case uidl(MessageNumber?)
  case top(MessageNumber, lines: UInt32)
  case retr(MessageNumber)
  case dele(MessageNumber)
  case rset
  case noop
  case quit
}

extension Command {
  /// What a command is called, whatever its arguments.
  public enum Verb: String, Sendable, CaseIterable {
    case capa = "CAPA"
    case stls = "STLS"
    case utf8 = "UTF8"
    case user = "USER"
    case pass = "PASS"
    case apop = "APOP"
    case auth = "AUTH"
    case stat = "STAT"
    case list = "LIST"
    case uidl = "UIDL"
    case top = "TOP"
    case retr = "RETR"
    case dele = "DELE"
    case rset = "RSET"
    case noop = "NOOP"
    case quit = "QUIT"
  }

  /// The command's name; answers within an exchange of AUTH belong to it.
  public var verb: Verb {
    switch self {
    case .capa: .capa
    case .stls: .stls
    case .utf8: .utf8
    case .user: .user
    case .pass: .pass
    case .apop: .apop
    case .auth, .response, .cancel: .auth
    case .stat: .stat
    case .list: .list
    case .uidl: .uidl
    case .top: .top
    case .retr: .retr
    case .dele: .dele
    case .rset: .rset
    case .noop: .noop
    case .quit: .quit
    }
  }

  /// The message that the command is about, if it is about one.
  public var number: MessageNumber? {
    switch self {
    case .list(let number), .uidl(let number): number
    case .top(let number, lines: _), .retr(let number), .dele(let number): number
    case .capa, .stls, .utf8, .user, .pass, .apop, .auth, .response, .cancel, .stat, .rset, .noop, .quit: nil
    }
  }

  /// The command as a trace may show it: secrets masked, control characters escaped, no line end.
  public var traceDescription: String {
    switch self {
    case .user(let name): "USER \(PrintableText.escaped(name))"
    case .pass: "PASS ****"
    case .apop(let user, digest: _): "APOP \(PrintableText.escaped(user)) ****"
    case .auth(let mechanism, let initialResponse, isLast: _):
      "AUTH \(PrintableText.escaped(Array(mechanism.utf8)))\(initialResponse == nil ? "" : " ****")"
    case .response: "****"
    case .cancel: "*"
    case .top(let number, let lines): "TOP \(number) \(lines)"
    case .list(let number?), .uidl(let number?), .retr(let number), .dele(let number):
      "\(verb.rawValue) \(number)"
    case .capa, .stls, .utf8, .stat, .list(nil), .uidl(nil), .rset, .noop, .quit: verb.rawValue
    }
  }
}
