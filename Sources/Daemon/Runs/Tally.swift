package import Fetching
import Synchronization

/// What the runs of each account have come to since the program started.
package final class Tally: Sendable {
  package struct Count: Sendable {
    package var runs = 0
    package var messages = 0
    package var octets: Int64 = 0
    package var deleted = 0
    package var failures: [Problem.Class: Int] = [:]
  }

  private let counts = Mutex<[String: Count]>([:])

  package init() {}

  package func add(_ report: AccountReport) {
    // A log-in that would have come too soon was none, and has not failed.
    let error = report.error.flatMap { $0.logInPause == nil ? $0 : nil }
    guard report.error == nil || error != nil || report.fetched > 0 || report.deleted > 0 else { return }
    counts.withLock { counts in
      var count = counts[report.name] ?? Count()
      count.runs += 1
      count.messages += report.fetched
      count.octets += report.bytes
      count.deleted += report.deleted
      if let kind = error?.kind { count.failures[kind, default: 0] += 1 }
      counts[report.name] = count
    }
  }

  /// Forgets accounts that are no longer there.
  package func keep(_ names: Set<String>) { counts.withLock { $0 = $0.filter { names.contains($0.key) } } }

  package var all: [String: Count] { counts.withLock { $0 } }
}
