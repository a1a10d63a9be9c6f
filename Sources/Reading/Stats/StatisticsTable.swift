/// Statistics as aligned lines with bars, harmless for a terminal.
package struct StatisticsTable: Sendable {
  package let lines: [String]

  /// - Parameter width: columns to stay within.
  package init(_ statistics: ArchiveStatistics, width: Int, zone: LocalZone = .system) {
    var lines = [Self.total(statistics, zone)]
    for (division, shares) in statistics.shares where !shares.isEmpty {
      lines += ["", "By \(division.rawValue)"]
      lines += Self.rows(shares, width: width)
    }
    self.lines = lines
  }

  private static func total(_ statistics: ArchiveStatistics, _ zone: LocalZone) -> String {
    let total = statistics.total
    let noun = total.messages == 1 ? "message" : "messages"
    let span = statistics.span.map {
      ", from \(LocalMoment($0.lowerBound, zone).day) to \(LocalMoment($0.upperBound, zone).day)"
    }
    return "\(grouped(total.messages)) \(noun) (\(ByteText.of(total.octets)))\(span ?? "")"
  }

  private static func rows(_ shares: [ArchiveStatistics.Share], width: Int) -> [String] {
    let names = shares.map { TerminalText.line(name(of: $0)) }
    let counts = shares.map { grouped($0.messages) }
    let sizes = shares.map { ByteText.of($0.octets) }
    let nameColumns = min(max(12, width / 2 - 10), names.map(TerminalText.columns).max() ?? 0)
    let countColumns = counts.map(\.count).max() ?? 0
    let sizeColumns = sizes.map(\.count).max() ?? 0
    // A bar in what is left of the line; on a wide terminal no longer than the eye follows.
    let barColumns = min(50, max(8, width - nameColumns - countColumns - sizeColumns - 8))
    let most = shares.map(\.messages).max() ?? 0
    return shares.indices.map { index in
      let cells = [
        TerminalText.cell(names[index], columns: nameColumns), padded(counts[index], countColumns),
        padded(sizes[index], sizeColumns), bar(shares[index].messages, of: most, columns: barColumns),
      ]
      return "  " + cells.filter { !$0.isEmpty }.joined(separator: "  ")
    }
  }

  private static func name(of share: ArchiveStatistics.Share) -> String {
    if share.name.isEmpty { return "(none)" }
    guard let person = share.person, !person.isEmpty, person != share.name else { return share.name }
    return "\(person) <\(share.name)>"
  }

  /// A bar in eighths of a column; what is there at all has one.
  static func bar(_ count: Int, of most: Int, columns: Int) -> String {
    guard most > 0, count > 0 else { return "" }
    let eighths = max(1, Int((Double(count) / Double(most) * Double(columns * 8)).rounded()))
    let last = eighths % 8
    return String(repeating: "█", count: eighths / 8) + (last > 0 ? String(partial[last - 1]) : "")
  }

  private static let partial: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  private static func padded(_ text: String, _ columns: Int) -> String {
    String(repeating: " ", count: columns - text.count) + text
  }

  private static func grouped(_ number: Int) -> String {
    var groups: [Substring] = []
    let digits = String(number)
    var rest = digits[...]
    while rest.count > 3 {
      groups.insert(rest.suffix(3), at: 0)
      rest = rest.dropLast(3)
    }
    groups.insert(rest, at: 0)
    return groups.joined(separator: ",")
  }
}
