import Backup
import Daemon
import Fetching

/// The standing of the drives as text: a line a drive, and its problem below.
struct DriveLines {
  let lines: [String]

  init(_ drives: [DriveStatus], now: Int64) {
    let width = drives.map(\.name.count).max() ?? 0
    lines = drives.flatMap { drive -> [String] in
      let name = drive.name + String(repeating: " ", count: width - drive.name.count)
      let line = "\(name)  \(Self.place(drive, now: now)); \(Self.content(drive, now: now))"
      let problem = drive.problem.map { ["\(drive.name): \($0)"] } ?? []
      return [line] + problem
    }
  }

  private static func place(_ drive: DriveStatus, now: Int64) -> String {
    if let path = drive.path { return "attached at \(path)" }
    guard drive.id != nil else { return "never added" }
    guard let seen = drive.lastSeen else { return "away" }
    return "away since \(date(seen)) (\(StatusTable.span(now - seen)))"
  }

  private static func content(_ drive: DriveStatus, now: Int64) -> String {
    guard drive.id != nil else { return "add it while it is mounted: popkeep backup add PATH" }
    if let progress = drive.progress { return self.progress(progress) }
    var parts: [String] = []
    if drive.lacking > 0 {
      let since = drive.lackingSince.map { " since \(date($0))" } ?? ""
      parts.append(
        "lacks \(Quantity.count(drive.lacking, "message")) (\(Quantity.octets(drive.lackingOctets)))\(since)")
    } else {
      let copied = drive.lastBackup.map { " (last copied \(StatusTable.ago(now - $0)))" } ?? ""
      parts.append("complete\(copied)")
    }
    if drive.damaged > 0 { parts.append("\(Quantity.grouped(drive.damaged)) of them damaged or lost there") }
    if drive.unverified > 0 { parts.append("\(Quantity.grouped(drive.unverified)) not read back") }
    return parts.joined(separator: ", ")
  }

  private static func progress(_ event: DriveEvent) -> String {
    switch event {
    case .reading(let messages, let all, _):
      "reading \(Quantity.grouped(messages)) of \(Quantity.count(all, "message"))"
    case .copying(let messages, let all, let octets, let total):
      "copying \(Quantity.grouped(messages)) of \(Quantity.count(all, "message")), \(Quantity.octets(octets)) of "
        + Quantity.octets(total)
    case .comparing(let messages, let all):
      "reading back \(Quantity.grouped(messages)) of \(Quantity.count(all, "message"))"
    case .began, .closing, .warning: "at work on it"
    }
  }

  /// `2026-11-20`.
  private static func date(_ seconds: Int64) -> String { String(Timestamp.text(seconds).prefix(10)) }
}
