import Fetching

/// The standing of the accounts as aligned columns.
struct StatusTable {
  let lines: [String]

  init(_ status: [Status], now: Int64) {
    let header = ["ACCOUNT", "STATE", "LAST SUCCESS", "STORED", "SIZE", "ON SERVER", "SET ASIDE"]
    let rows = [header] + status.map { Self.cells($0, now: now) }
    let widths = header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    var lines = rows.map { row in
      zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
        .joined(separator: "  ").trimmingRight()
    }
    for account in status {
      if let error = account.lastError { lines.append("\(account.name): \(error)") }
    }
    self.lines = lines
  }

  private static func cells(_ status: Status, now: Int64) -> [String] {
    [
      status.name, status.state.rawValue, status.lastSuccess.map { ago(now - $0) } ?? "never",
      Quantity.grouped(status.stored), Quantity.octets(status.storedOctets),
      status.onServer.map(Quantity.grouped) ?? "?", Quantity.grouped(status.setAside),
    ]
  }

  private static func ago(_ seconds: Int64) -> String {
    switch seconds {
    case ..<60: "just now"
    case ..<3600: "\(seconds / 60) min ago"
    case ..<172_800: "\(seconds / 3600) h ago"
    case _: "\(seconds / 86_400) days ago"
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
