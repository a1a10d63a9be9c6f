/// What the cuts on one file system came to.
struct Tally {
  /// Where in popkeep's work a cut fell, as the archive shows it.
  enum Place: String {
    /// Nothing of the round's mail had its name.
    case before = "before a commit"
    /// Files are in tmp, or have names that the index does not know.
    case within = "within a commit"
    /// Mail of the round is there and recorded, and nothing else.
    case after = "after a commit"

    init(_ inspection: Inspection, storedBefore: Int) {
      if inspection.unindexed > 0 || inspection.temporaries > 0 {
        self = .within
      } else {
        self = inspection.stored > storedBefore ? .after : .before
      }
    }
  }

  private(set) var cuts = 0
  private(set) var places: [Place: Int] = [:]
  /// Units written and not flushed that were not on the disk after a cut, and those that were.
  private(set) var lost = 0
  private(set) var arrived = 0
  /// Messages that had left the server during a round.
  private(set) var left = 0
  private(set) var unindexed = 0
  private(set) var requests = 0
  private(set) var faults: [Fault] = []

  mutating func add(_ wreck: Machine.Wreck, left: Int, place: Place, unindexed: Int) {
    cuts += 1
    places[place, default: 0] += 1
    lost += wreck.counts.lost
    arrived += wreck.counts.arrived
    requests += wreck.counts.writes + wreck.counts.flushes
    self.left += left
    self.unindexed += unindexed
  }

  mutating func add(_ faults: [Fault]) { self.faults += faults }

  /// Cuts that lost nothing that was written, or before which nothing had left the server, prove nothing.
  var provesSomething: Bool { lost > 0 && left > 0 }

  var description: String {
    let parts = [Place.before, .within, .after].map { "\(places[$0] ?? 0) \($0.rawValue)" }
    return """
      \(cuts) cuts: \(parts.joined(separator: ", ")); \
      \(requests) writes and flushes reached the disk; of the sectors written and not flushed \(lost) were lost \
      and \(arrived) arrived; \(left) messages had left the server; \(unindexed) files waited for their rows
      """
  }
}
