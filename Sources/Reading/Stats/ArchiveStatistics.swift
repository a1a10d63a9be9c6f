package import Archive
import MailIndex

/// How much an archive has, in all and by what people ask for.
package struct ArchiveStatistics: Sendable {
  /// What messages are counted by.
  package enum Division: String, Sendable, CaseIterable {
    case account, year, month, sender, size
  }

  /// Messages that have something in common.
  package struct Share: Sendable, Equatable {
    /// What they have in common: an account's name, a year, a month, an address, a span of sizes.
    package let name: String
    /// A person's name; of senders only.
    package var person: String?
    /// Of sizes only: the octets that such a message has; the upper bound does not belong to it.
    package var sizes: Range<Int64>?
    package var messages = 0
    package var octets: Int64 = 0
  }

  /// All that was counted.
  package private(set) var total = Share(name: "")
  /// When the first and the last message were sent, in seconds since 1970 UTC; nil where there is none.
  package private(set) var span: ClosedRange<Int64>?
  /// By each division that was asked for, in the order in which people read it.
  package private(set) var shares: [(division: Division, shares: [Share])] = []

  /// Reads all rows of the index once, and once more for senders.
  ///
  /// - Parameters:
  ///   - senders: the most of them to tell; nil for all.
  /// - Throws: `ArchiveFailure` where the index cannot be read.
  package init(
    _ archive: Archive, by divisions: [Division], account: String? = nil, senders: Int? = nil,
    zone: LocalZone = .system
  ) throws {
    let accounts = try archive.asking { try $0.accounts() }
    let only = accounts.first { $0.name == account }?.id
    if account != nil, only == nil { return }
    var count = MeasureCount(zone: zone)
    try archive.asking { index in try index.forEachMeasure(only) { count.add($0) } }
    total = Share(name: "", messages: count.total.messages, octets: count.total.octets)
    span = count.span
    for division in divisions {
      let found: [Share]
      switch division {
      case .account: found = accounts.compactMap { count.accounts[$0.id]?.share($0.name) }
      case .year: found = count.years
      case .month: found = count.months
      case .size: found = count.sizes
      case .sender: found = try Self.senders(archive, only, senders)
      }
      shares.append((division, found))
    }
  }

  private static func senders(
    _ archive: Archive, _ account: AccountID?, _ limit: Int?
  ) throws -> [Share] {
    try archive.asking { try $0.senders(account, limit: limit) }.map {
      Share(name: $0.address ?? "", person: $0.name, messages: $0.messages, octets: $0.octets)
    }
  }
}

/// Messages and their octets, counted.
struct MessageSum {
  private(set) var messages = 0
  private(set) var octets: Int64 = 0

  mutating func add(_ count: Int64) {
    messages += 1
    octets += count
  }

  func share(_ name: String) -> ArchiveStatistics.Share {
    ArchiveStatistics.Share(name: name, messages: messages, octets: octets)
  }
}
