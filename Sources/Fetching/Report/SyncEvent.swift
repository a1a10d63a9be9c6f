/// What happens during a sync, for progress on a terminal and for the log. Never a secret in it.
package enum SyncEvent: Sendable, Codable {
  case connecting(host: String)
  case listed(messages: Int, new: Int, octets: Int64)
  case unchanged(messages: Int)
  /// Messages and octets that have arrived so far, of those planned.
  case progress(messages: Int, of: Int, octets: Int64, ofOctets: Int64)
  case committed(messages: Int)
  case deleting(messages: Int)
  case reconnecting(reason: String)
  case warning(String)
  case finished(AccountReport)
}

/// Receives the events of all accounts, on any thread.
package typealias SyncObserver = @Sendable (_ account: String, _ event: SyncEvent) -> Void
