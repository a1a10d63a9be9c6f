import POP3

/// What one account's run carries from session to session.
struct Run {
  /// How often a message may break a session before it is set aside.
  static let patience = 2

  var report: AccountReport
  var headers = HeaderReading()
  /// How often each message was being received when its session broke.
  var interruptions: [ListedMessage.Key: Int] = [:]
  /// Messages set aside in this run: not asked for again in it.
  var avoided: Set<ListedMessage.Key> = []
  /// How many messages may still be deleted; nil: no limit.
  var deletesLeft: Int?
  var sessions = 0
  var idleSessions = 0

  init(name: String, rule maxDeletes: Int?) {
    report = AccountReport(name: name)
    deletesLeft = maxDeletes
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
