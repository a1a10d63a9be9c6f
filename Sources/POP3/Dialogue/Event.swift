/// What the octets of a server mean, one thing at a time.
public enum Event: Sendable, Equatable {
  case greeting(Greeting)
  /// The status line that answers a command.
  case reply(Reply, to: AwaitedReply)
  /// The whole answer to CAPA, behind its `reply`.
  indirect case capabilities(Capabilities)
  /// A line of the answer to LIST.
  case scan(ScanListing)
  /// A line of the answer to UIDL.
  case uniqueID(UniqueIDListing)
  /// A line of LIST or UIDL that makes no sense or has no end within `Limits.text`.
  case malformedLine
  /// The end of the answer to LIST or UIDL.
  case endOfListing
  /// Octets of a message, by their place in the wire, dot-stuffing removed.
  case body(Range<Int>)
  /// An octet of a message that an earlier wire had ended with.
  case bodyOctet(UInt8)
  /// The end of a message.
  case endOfBody
}

/// A command that the server has still to answer, or has begun to.
public struct AwaitedReply: Sendable, Equatable {
  public let verb: Command.Verb
  public let number: MessageNumber?
  /// In an exchange of AUTH: the client has no more to say.
  let isLast: Bool

  init(_ command: Command) {
    verb = command.verb
    number = command.number
    switch command {
    case .auth(mechanism: _, initialResponse: _, let isLast), .response(_, let isLast): self.isLast = isLast
    case .capa, .stls, .utf8, .user, .pass, .apop, .cancel, .stat, .list, .uidl, .top, .retr, .dele, .rset,
      .noop,
      .quit:
      isLast = true
    }
  }

  /// True where nothing may be sent before the answer is there: it decides what the session is from then on.
  var isBarrier: Bool {
    switch verb {
    case .stls, .pass, .apop, .auth, .quit: true
    case .capa, .utf8, .user, .stat, .list, .uidl, .top, .retr, .dele, .rset, .noop: false
    }
  }
}
