/// Statistics as `stats --json` prints them; what was not counted by is left out.
package struct StatisticsDocument: Encodable, Sendable {
  private let statistics: ArchiveStatistics

  package init(_ statistics: ArchiveStatistics) { self.statistics = statistics }

  private enum Key: String, CodingKey {
    case messages, octets, first, last, account = "accounts", year = "years", month = "months", sender =
      "senders",
      size = "sizes"

    init(_ division: ArchiveStatistics.Division) {
      switch division {
      case .account: self = .account
      case .year: self = .year
      case .month: self = .month
      case .sender: self = .sender
      case .size: self = .size
      }
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: Key.self)
    try members.encode(statistics.total.messages, forKey: .messages)
    try members.encode(statistics.total.octets, forKey: .octets)
    // Null where there is no message.
    try members.encode(statistics.span.map { Moment($0.lowerBound).timestamp }, forKey: .first)
    try members.encode(statistics.span.map { Moment($0.upperBound).timestamp }, forKey: .last)
    for (division, shares) in statistics.shares {
      try members.encode(shares.map { Row(division: division, share: $0) }, forKey: Key(division))
    }
  }

  /// One of what is counted by.
  private struct Row: Encodable {
    let division: ArchiveStatistics.Division
    let share: ArchiveStatistics.Share

    private enum Key: String, CodingKey { case name, year, month, address, from, to, messages, octets }

    func encode(to encoder: any Encoder) throws {
      var members = encoder.container(keyedBy: Key.self)
      switch division {
      case .account: try members.encode(share.name, forKey: .name)
      case .year: try members.encode(share.name, forKey: .year)
      case .month: try members.encode(share.name, forKey: .month)
      case .sender:
        try members.encode(share.person, forKey: .name)
        try members.encode(share.name, forKey: .address)
      case .size:
        try members.encode(share.sizes?.lowerBound ?? 0, forKey: .from)
        try members.encode(share.sizes.flatMap { $0.upperBound == .max ? nil : $0.upperBound }, forKey: .to)
      }
      try members.encode(share.messages, forKey: .messages)
      try members.encode(share.octets, forKey: .octets)
    }
  }
}
