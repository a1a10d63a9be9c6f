/// The client's side of a SASL exchange as a value: a challenge in, an answer out (RFC 4422).
///
///     var exchange = SASLExchange.plain(user: name, secret: password)
///     // C: AUTH PLAIN      S: +
///     exchange.next(challenge: [])    // the Secret that goes out as base64
public struct SASLExchange: Sendable {
  /// The name of the mechanism, as the SASL line of CAPA has it.
  public let mechanism: String
  private var answers: ArraySlice<Secret>
  /// A challenge after the last answer says why the server refuses, and wants an answer of no octets.
  private var mayBeTold = false
  /// Why the server refuses, as it said in a challenge; what that says of a token, `TokenComplaint` reads.
  public private(set) var complaint: [UInt8]?

  private init(mechanism: String, answers: ArraySlice<Secret>) {
    self.mechanism = mechanism
    self.answers = answers
  }

  /// RFC 4616: name and password in one answer.
  public static func plain(user: [UInt8], secret: Secret) -> SASLExchange {
    SASLExchange(mechanism: "PLAIN", answers: [Secret([0] + user + [0] + secret.bytes)])
  }

  /// The name, then the password; described nowhere but in practice.
  public static func login(user: [UInt8], secret: Secret) -> SASLExchange {
    SASLExchange(mechanism: "LOGIN", answers: [Secret(user), secret])
  }

  /// An OAuth 2.0 access token, as Google and Microsoft take it. A refusal comes in two steps: a challenge that
  /// tells why, and after an empty answer the `-ERR`.
  public static func xoauth2(user: [UInt8], token: Secret) -> SASLExchange {
    let answer = Array("user=".utf8) + user + [1] + Array("auth=Bearer ".utf8) + token.bytes + [1, 1]
    var exchange = SASLExchange(mechanism: "XOAUTH2", answers: [Secret(answer)])
    exchange.mayBeTold = true
    return exchange
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
  public mutating func next(challenge: [UInt8]) -> Secret? {
    if let answer = answers.popFirst() { return answer }
    guard mayBeTold, complaint == nil else { return nil }
    complaint = challenge
    return Secret([])
  }
}
