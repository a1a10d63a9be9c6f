import Archive
import MailIndex

/// Counts messages by account, month and size, in memory that does not grow with their number.
struct MeasureCount {
  private let zone: LocalZone
  private(set) var total = MessageSum()
  private(set) var span: ClosedRange<Int64>?
  private(set) var accounts: [AccountID: MessageSum] = [:]
  /// By month: `2024 * 12 + 2` is March.
  private var periods: [Int64: MessageSum] = [:]
  private var bySize = [MessageSum](repeating: MessageSum(), count: Self.names.count)
  /// The period of the last message and when it is: the next one is mostly of the same.
  private var current: (period: Int64, span: Range<Int64>) = (0, 0..<0)

  init(zone: LocalZone) { self.zone = zone }

  mutating func add(_ message: MessageMeasure) {
    total.add(message.octets)
    accounts[message.account, default: MessageSum()].add(message.octets)
    span =
      span.map { min($0.lowerBound, message.moment)...max($0.upperBound, message.moment) }
      ?? message.moment...message.moment
    bySize[Self.limits.firstIndex { message.octets < $0 } ?? Self.limits.count].add(message.octets)
    if !current.span.contains(message.moment) { current = period(message.moment) }
    periods[current.period, default: MessageSum()].add(message.octets)
  }

  private func period(_ moment: Int64) -> (period: Int64, span: Range<Int64>) {
    let date = zone.date(at: moment)
    let month = CivilDate(year: date.year, month: date.month, day: 1)
    let period = date.year * 12 + date.month - 1
    guard let start = zone.moment(month), let end = zone.moment(month.nextMonth), start < end else {
      return (period, moment..<moment + 1)
    }
    return (period, start..<end)
  }

  /// Oldest first.
  var months: [ArchiveStatistics.Share] {
    periods.sorted { $0.key < $1.key }.map { period, sum in
      let month = period % 12 + 1
      return sum.share("\(period / 12)-\(month < 10 ? "0" : "")\(month)")
    }
  }

  /// Oldest first.
  var years: [ArchiveStatistics.Share] {
    var years: [ArchiveStatistics.Share] = []
    for (period, sum) in periods.sorted(by: { $0.key < $1.key }) {
      let name = "\(period / 12)"
      if years.last?.name != name { years.append(ArchiveStatistics.Share(name: name)) }
      years[years.count - 1].messages += sum.messages
      years[years.count - 1].octets += sum.octets
    }
    return years
  }

  /// Smallest first.
  var sizes: [ArchiveStatistics.Share] {
    let bounds = [0] + Self.limits + [.max]
    return Self.names.indices.map { index in
      var share = bySize[index].share(Self.names[index])
      share.sizes = bounds[index]..<bounds[index + 1]
      return share
    }
  }

  private static let limits: [Int64] = [10_000, 100_000, 1_000_000, 10_000_000]
  private static let names = [
    "below 10 KB", "10 to 100 KB", "100 KB to 1 MB", "1 to 10 MB", "10 MB and more",
  ]
}
