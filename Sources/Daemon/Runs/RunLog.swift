package import Fetching
import Synchronization

/// Turns what happens in runs into lines of the log, with account, run and stage; never a secret, since no event and no
/// problem has one.
package final class RunLog: Sendable {
  private struct Place {
    var run: Int
    var stage: String
  }

  private struct State {
    var places: [String: Place] = [:]
    /// What was warned of in the last runs: said once, not with every poll.
    var warned: [String: Set<String>] = [:]
    var lastRun = 0
  }

  /// Messages that were set aside which one run names.
  private static let mostSetAside = 10

  private let log: Log
  private let now: @Sendable () -> Int64
  private let state = Mutex(State())

  package init(_ log: Log, now: @escaping @Sendable () -> Int64) {
    self.log = log
    self.now = now
  }

  /// The stage that each run that goes on has come to.
  package func stage(of account: String) -> String? { state.withLock { $0.places[account]?.stage } }

  package func begin(_ account: String) {
    state.withLock { state in
      state.lastRun += 1
      state.places[account] = Place(run: state.lastRun, stage: "start")
    }
  }

  package func note(_ account: String, _ event: SyncEvent) {
    if let stage = stage(event) { state.withLock { $0.places[account]?.stage = stage } }
    switch event {
    case .connecting(let host): line(.debug, account, "connecting to \(host)")
    case .listed(let messages, let new, let octets):
      line(.debug, account, "\(messages) messages on the server, \(new) new, \(octets) octets")
    case .unchanged(let messages): line(.debug, account, "\(messages) messages on the server, unchanged")
    case .progress, .committed: break
    case .deleting(let messages): line(.debug, account, "deleting \(messages) messages on the server")
    case .reconnecting(let reason): line(.info, account, "connecting again: \(reason)")
    case .warning: break
    case .finished(let report): finish(account, report)
    }
  }

  private func finish(_ account: String, _ report: AccountReport) {
    let setAside = report.setAside.prefix(Self.mostSetAside).map {
      "message \($0.uid) is set aside: \($0.reason)"
    }
    let warnings = report.warnings + setAside
    let fresh = state.withLock { state in
      let before = state.warned[account] ?? []
      state.warned[account] = warnings.isEmpty ? nil : Set(warnings)
      return warnings.filter { !before.contains($0) }
    }
    for warning in fresh { line(.warning, account, warning) }
    if report.fetched > 0 || report.deleted > 0 { line(.info, account, summary(report)) }
    if let error = report.error {
      // What befalls the archive befalls all accounts: it is told once, not for each try of each.
      let isToldElsewhere = error.logInPause != nil || error.scope == .archive
      let level: LogLevel = isToldElsewhere ? .debug : error.isTemporary ? .warning : .error
      line(
        level, account, error.description,
        fields: [("class", error.kind.rawValue)])
    } else if report.fetched == 0, report.deleted == 0 {
      line(.debug, account, "nothing new among \(report.listed) messages")
    }
    state.withLock { _ = $0.places.removeValue(forKey: account) }
  }

  private func summary(_ report: AccountReport) -> String {
    var parts = ["\(report.fetched) \(report.fetched == 1 ? "message" : "messages") fetched"]
    parts[0] += " (\(report.bytes) octets)"
    if report.duplicates > 0 { parts.append("\(report.duplicates) of them archived before") }
    if report.deleted > 0 { parts.append("\(report.deleted) deleted on the server") }
    if !report.setAside.isEmpty { parts.append("\(report.setAside.count) set aside") }
    let tenths = Int((report.seconds * 10).rounded())
    return parts.joined(separator: ", ") + ", in \(tenths / 10).\(tenths % 10) s"
  }

  private func stage(_ event: SyncEvent) -> String? {
    switch event {
    case .connecting: "connect"
    case .listed, .unchanged: "list"
    case .progress, .committed: "fetch"
    case .deleting: "delete"
    case .reconnecting, .warning, .finished: nil
    }
  }

  private func line(
    _ level: LogLevel, _ account: String, _ message: String, fields: [(name: String, value: String)] = []
  ) {
    let place = state.withLock { $0.places[account] }
    log.write(
      LogLine(
        level, message, time: now(), account: account, run: place?.run, stage: place?.stage, fields: fields))
  }
}
