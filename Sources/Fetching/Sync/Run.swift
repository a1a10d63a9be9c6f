import POP3

/// What one account's run carries from session to session.
struct Run {
  /// How often a message may break a session before it is set aside.
  static let patience = 2
  /// How long a server is given to let go of the mailbox after a session that did not end in order.
  private static let pauses: [Duration] = [
    .milliseconds(500), .seconds(1), .seconds(2), .seconds(4), .seconds(8),
  ]

  var report: AccountReport
  var headers = HeaderReading()
  /// How often each message was being received when its session broke.
  var interruptions: [ListedMessage.Key: Int] = [:]
  /// Messages set aside in this run: not asked for again in it.
  var avoided: Set<ListedMessage.Key> = []
  /// How many messages may still be deleted; nil: no limit.
  var deletesLeft: Int?
  /// How many messages a session may delete before its QUIT; nil: no limit. Servers end sessions after so
  /// many commands, and what was deleted counts only once QUIT was answered.
  private(set) var deletesPerSession: Int?
  /// True once the server has let this run in.
  private(set) var hasLoggedIn = false
  /// How often in a row the server has said that another session holds the mailbox.
  private var heldMailboxes = 0
  /// True where the last session may have seen only a part of the mailbox.
  var followsWindow = false
  var sessions = 0
  var idleSessions = 0
  /// Sessions in which answers did not fit what was asked: what comes again and again in such is no progress.
  var mixUps = 0
  /// Sessions in a row that brought nothing new and took nothing off the server.
  var fruitlessSessions = 0

  init(name: String, rule maxDeletes: Int?) {
    report = AccountReport(name: name)
    deletesLeft = maxDeletes
  }

  /// How many messages the session may delete; nil: no limit.
  var deletionBudget: Int? { [deletesLeft, deletesPerSession].compactMap(\.self).min() }

  /// Notes that the server has let this run in.
  mutating func enter() {
    hasLoggedIn = true
    heldMailboxes = 0
  }

  /// How long to wait before the next log-in where another session is said to hold the mailbox; nil: no more in this run.
  ///
  /// Before a run was let in, it is somebody else's session. Afterwards it is most often the run's own last one, which the
  /// server still ends: it learns of a line that is gone when it next writes to it or reads from it.
  mutating func pauseForHeldMailbox() -> Duration? {
    guard hasLoggedIn, heldMailboxes < Self.pauses.count else { return nil }
    defer { heldMailboxes += 1 }
    return Self.pauses[heldMailboxes]
  }

  /// Notes that the line was lost among deletions: the next session attempts so few that it reaches QUIT.
  ///
  /// - Parameters:
  ///   - acknowledged: how many DELE were answered.
  ///   - proved: how many headers were shown, where the line was lost before the first DELE.
  mutating func lostDeletions(acknowledged: Int, proved: Int) {
    deletesPerSession = max(1, acknowledged > 0 ? acknowledged / 2 : proved / 3)
  }
}

extension ListedMessage {
  /// What names a message across the sessions of one run.
  struct Key: Hashable {
    let uid: UniqueID?
    let octets: Int64?
    let number: MessageNumber?
  }

  var key: Key { Key(uid: uid, octets: octets, number: uid == nil ? number : nil) }
}
