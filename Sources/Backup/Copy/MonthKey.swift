import Archive
import MailIndex

/// The messages of one account that arrived in one month: what shares a folder on a drive.
package struct MonthKey: Hashable, Comparable {
  /// The account's folder on the drive.
  package let account: String
  package let year, month: Int64

  package init(account: String, arrival: Int64) {
    let date = CivilDate(arrival)
    self.account = account
    (year, month) = (date.year, date.month)
  }

  /// Nil for what is no name of a month's folder: `2026-11`, `2026-11.2`.
  package static func part(_ name: String) -> (year: Int64, month: Int64, part: Int)? {
    let pieces = name.split(separator: ".", omittingEmptySubsequences: false)
    let date = pieces[0].split(separator: "-", omittingEmptySubsequences: false)
    guard pieces.count <= 2, date.count == 2, let year = Int64(date[0]), let month = Int64(date[1]),
      (1...12).contains(month), let part = pieces.count == 1 ? 1 : Int(pieces[1]), part >= 1
    else { return nil }
    guard name == text(year, month, part) else { return nil }
    return (year, month, part)
  }

  private static func text(_ year: Int64, _ month: Int64, _ part: Int) -> String {
    "\(CopyName.digits(year, 4))-\(CopyName.digits(month, 2))\(part > 1 ? ".\(part)" : "")"
  }

  package var yearName: String { CopyName.digits(year, 4) }

  /// The folder of a part, below that of the year.
  package func name(ofPart part: Int) -> String { Self.text(year, month, part) }

  /// Seconds since 1970 UTC: the first of the month and the first after it.
  package var span: Range<Int64> {
    let first = CivilDate(year: year, month: month, day: 1)
    let start = first.seconds ?? 0
    return start..<max(start, first.nextMonth.seconds ?? .max)
  }

  package static func < (one: MonthKey, other: MonthKey) -> Bool {
    (one.account, one.year, one.month) < (other.account, other.year, other.month)
  }
}
