/// What a session that ended well says of the next one.
enum SessionEnd {
  /// Nothing more to do in this run.
  case done
  /// The server may show more messages to the next session.
  case mayHoldMore
}

/// Says whether a server may show only a window of its mailbox: pure.
///
/// Some (Gmail) list some 250 messages a session and drop those that were fetched from the next listing.
/// A listing of that magnitude in which nearly everything was new asks for another session; an ordinary
/// first sync pays one session for that, once.
enum ListingWindow {
  static func maySuspect(listed: Int, fetched: Int, isRemembered: Bool) -> Bool {
    guard fetched > 0 else { return false }
    return isRemembered || ((100...600).contains(listed) && fetched * 10 >= listed * 9)
  }
}
