/// The client's side of a SASL exchange as a value: a challenge in, an answer out (RFC 4422).
///
///     var exchange = SASLExchange.plain(user: name, secret: password)
///     // C: AUTH PLAIN      S: +
///     exchange.next(challenge: [])    // the Secret that goes out as base64
public struct SASLExchange: Sendable {
  /// The name of the mechanism, as the SASL line of CAPA has it.
  public let mechanism: String
  private var answers: ArraySlice<Secret>

  /// RFC 4616: name and password in one answer.
  public static func plain(user: [UInt8], secret: Secret) -> SASLExchange {
    SASLExchange(mechanism: "PLAIN", answers: [Secret([0] + user + [0] + secret.bytes)])
  }

  /// The name, then the password; described nowhere but in practice.
  public static func login(user: [UInt8], secret: Secret) -> SASLExchange {
    SASLExchange(mechanism: "LOGIN", answers: [Secret(user), secret])
  }

  /// True when nothing is left to say: an `+OK` from then on means success.
  public var isComplete: Bool { answers.isEmpty }

  /// The first answer, for a client that sends it along with the command; nil where it has more than `longest` octets.
  public mutating func initialResponse(longest: Int) -> Secret? {
    guard let first = answers.first, first.bytes.count <= longest else { return nil }
    return answers.popFirst()
  }

  /// The answer to a challenge; nil where the server wants more than the mechanism has, and the exchange
  /// must be cancelled.
  public mutating func next(challenge: [UInt8]) -> Secret? { answers.popFirst() }
}
