/// What a test puts between the server and its client. Without one the server does as RFC 1939 says.
package struct Interference: Sendable {
  /// A command that has come.
  package struct Request: Sendable {
    /// The number of the connection, from 1.
    package let connection: Int
    /// The number of the command on this connection, from 1.
    package let ordinal: Int
    /// In upper case. The line of a SASL answer has none.
    package let verb: String
    package let argument: String
    /// The user, after log-in.
    package let user: String?
    /// The message that the argument names in this session.
    package let message: ListedMessage?
  }

  /// What becomes of it.
  package enum Verdict: Sendable {
    case serve
    /// Served, but the connection ends after so many octets of the reply.
    case serveCut(after: Int, Ending)
    /// Not served: these octets are the reply.
    case reply([UInt8])
    /// Not served: these octets are the reply, and the connection ends.
    case replyAndEnd([UInt8], Ending)
    /// Not served and never answered.
    case ignore
    /// Neither this command nor another is answered; the connection stays open.
    case stall
    case end(Ending)
  }

  /// How the server behaves on one connection.
  package struct Conduct: Sendable {
    /// The connection ends after so many octets of output, counted from the greeting's first.
    package var cutAfter: Int?
    package var ending = Ending.drop
    /// Each write sends at most so many octets.
    package var pieceSize = Int.max
    /// Commands that were sent before the last reply are lost.
    package var losesPipelinedCommands = false

    package init() {}
  }

  package var conduct: @Sendable (_ connection: Int) -> Conduct
  package var verdict: @Sendable (Request) -> Verdict
  /// What a session sees of the maildrop, from log-in on.
  package var view: @Sendable (_ connection: Int, [ListedMessage]) -> [ListedMessage]

  package init(
    conduct: @escaping @Sendable (Int) -> Conduct, verdict: @escaping @Sendable (Request) -> Verdict,
    view: @escaping @Sendable (Int, [ListedMessage]) -> [ListedMessage]
  ) {
    self.conduct = conduct
    self.verdict = verdict
    self.view = view
  }
}
