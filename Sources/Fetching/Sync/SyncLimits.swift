/// How much one session of a sync holds in memory; what is beyond is for the next.
package struct SyncLimits: Sendable {
  /// Octets that messages take which are new or doubtful: some 50,000 of them.
  package var planOctets = 2 << 20
  /// Changes of copies that are held before they are recorded.
  package var changes = 2_000
  /// Tickets for deletions.
  package var tickets = 10_000

  package init() {}
}
