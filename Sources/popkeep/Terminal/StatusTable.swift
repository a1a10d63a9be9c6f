import Daemon
import Fetching

/// The standing of the accounts as aligned columns, and below it what a person should know.
struct StatusTable {
  let lines: [String]

  init(_ reading: StatusReading, now: Int64) {
    let header = [
      "ACCOUNT", "STATE", "LAST SUCCESS", "NEXT RUN", "STORED", "SIZE", "ON SERVER", "BACKLOG", "SET ASIDE",
    ]
    let rows = [header] + reading.accounts.map { Self.cells($0, now: now) }
    let widths = header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    lines =
      rows.map { row in
        zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
          .joined(separator: "  ").trimmingRight()
      } + reading.accounts.flatMap { Self.remarks($0, unless: reading.daemon?.archiveProblem) }
      + DriveLines(reading.drives, now: now).lines + Self.remarks(reading, now: now)
  }

  private static func cells(_ status: Status, now: Int64) -> [String] {
    [
      status.name, status.state.rawValue, status.lastSuccess.map { ago(now - $0) } ?? "never",
      status.nextRun.map { ahead($0 - now) } ?? "-", Quantity.grouped(status.stored),
      Quantity.octets(status.storedOctets), status.onServer.map(Quantity.grouped) ?? "?",
      status.backlog.map(Quantity.grouped) ?? "?", Quantity.grouped(status.setAside),
    ]
  }

  /// - Parameter shared: what is told once for all accounts.
  private static func remarks(_ status: Status, unless shared: Problem?) -> [String] {
    var remarks: [String] = []
    if let error = status.lastError, error.message != shared?.message {
      let times = status.errorsInARow > 1 ? " (\(status.errorsInARow) times in a row)" : ""
      remarks.append("\(status.name): \(error)\(times)")
    }
    if status.state == .paused {
      remarks.append(
        "\(status.name): paused, so that the server locks nobody out. Mend the user or the password, "
          + "then run 'popkeep fetch \(status.name)'.")
    }
    if status.damaged > 0 {
      remarks.append(
        "\(status.name): \(Quantity.count(status.damaged, "message")) damaged or missing; "
          + "the next fetch brings what the server still has. Run 'popkeep verify'.")
    }
    return remarks
  }

  private static func remarks(_ reading: StatusReading, now: Int64) -> [String] {
    var remarks: [String] = []
    if let daemon = reading.daemon {
      let shard = daemon.shard.map { ", shard \($0)" } ?? ""
      remarks.append(
        "A daemon runs (process \(daemon.process), since \(ago(now - daemon.startedAt))\(shard)).")
      if let problem = daemon.archiveProblem { remarks.append("The archive cannot be used: \(problem)") }
      if let problem = daemon.configurationProblem {
        remarks.append("The configuration is not taken: \(problem)")
      }
    }
    if let scrub = reading.scrub, scrub.problems > 0 {
      remarks.append(
        "The last scrub, \(ago(now - scrub.lastRun)), found \(Quantity.count(scrub.problems, "problem")). "
          + "Run 'popkeep verify'.")
    }
    return remarks
  }

  static func ago(_ seconds: Int64) -> String { seconds < 60 ? "just now" : "\(span(seconds)) ago" }

  private static func ahead(_ seconds: Int64) -> String {
    seconds <= 0 ? "now" : seconds < 60 ? "in \(seconds) s" : "in \(span(seconds))"
  }

  static func span(_ seconds: Int64) -> String {
    switch seconds {
    case ..<3600: "\(seconds / 60) min"
    case ..<172_800: "\(seconds / 3600) h"
    case _: "\(seconds / 86_400) days"
    }
  }
}

extension String {
  fileprivate func trimmingRight() -> String {
    var text = self[...]
    while text.last == " " { text = text.dropLast() }
    return String(text)
  }
}
