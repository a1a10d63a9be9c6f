package import DemoServer

/// Ways in which real servers differ from an honest one. Messages are named by their own unique-ids, whatever is shown.
///
/// What the server lacks altogether (UIDL, TOP, PIPELINING, CAPA) is said in its `Offer` instead.
package struct Quirks: Sendable {
  /// The connection ends early.
  package struct Cut: Sendable {
    package enum Place: Sendable {
      /// So many octets after the greeting's first.
      case afterOctets(Int)
      /// So many octets into the reply to RETR of this message.
      case inMessage(_ uid: [UInt8], afterOctets: Int)
    }

    package let place: Place
    package let ending: Ending
    /// On this connection alone, counted from 1; nil: on each.
    package let connection: Int?

    package init(_ place: Place, ending: Ending = .drop, connection: Int? = nil) {
      self.place = place
      self.ending = ending
      self.connection = connection
    }
  }

  package enum CapabilityReply: Sendable {
    case honest
    /// PIPELINING and UIDL are announced after log-in alone.
    case lessBeforeLogIn
    case dropsTheLine
    case hangs
  }

  package enum Deletion: Sendable {
    case honest
    /// DELE is answered with -ERR.
    case refused
    /// DELE and QUIT are answered with +OK, and the messages stay.
    case forgotten
  }

  package enum Quit: Sendable {
    case honest
    /// -ERR, nothing is removed.
    case refused
    /// The line ends, nothing is removed.
    case lostBefore
    /// Messages are removed, the answer is lost.
    case lostAfter
  }

  package var cuts: [Cut] = []
  /// A session shows at most so many messages, and none that was retrieved in an earlier one (as Gmail does).
  package var window: Int?
  /// Not shown at all.
  package var hidden: Set<[UInt8]> = []
  /// Other unique-ids than their own are shown for these: duplicates, empty ones, re-used ones.
  package var shownUIDs: [[UInt8]: [UInt8]] = [:]
  /// All unique-ids begin with this, as after a migration.
  package var uidPrefix: [UInt8] = []
  /// What STAT and LIST say of a size.
  package var listedOctets: @Sendable (Int64) -> Int64 = { $0 }
  /// RETR of these is always -ERR.
  package var unreadable: Set<[UInt8]> = []
  package var capabilityReply = CapabilityReply.honest
  package var deletion = Deletion.honest
  package var quit = Quit.honest
  /// So many right passwords are refused first, over all connections.
  package var spuriousRefusals = 0
  /// The connection drops in place of a reply after so many commands.
  package var commandLimit: Int?
  /// After so many log-ins each further one is refused.
  package var logInLimit: Int?
  /// Each write sends at most so many octets.
  package var pieceSize = Int.max
  /// Of commands sent together only the first is answered.
  package var losesPipelinedCommands = false
  /// Fixed replies, CRLF and all, to a verb (`"STAT"`) or to a whole command (`"UIDL 3"`).
  package var replies: [String: String] = [:]
  /// The last word on any command; nil: as the rest of this value says.
  package var verdict: (@Sendable (Interference.Request) -> Interference.Verdict?)?

  package init() {}
}
