package import Archive
import Glibc

/// The time zone in which people say and read times.
package enum LocalZone: Sendable {
  /// That of the system, or of `TZ`.
  case system
  /// So many seconds east of Greenwich, all year.
  case fixed(Int64)

  /// The moment that a clock here shows as `date`, in seconds since 1970 UTC; nil where there is no such date.
  package func moment(_ date: CivilDate) -> Int64? {
    guard let seconds = date.seconds else { return nil }
    switch self {
    case .fixed(let offset): return seconds - offset
    case .system:
      var parts = tm()
      parts.tm_year = Int32(clamping: date.year - 1900)
      (parts.tm_mon, parts.tm_mday) = (Int32(date.month - 1), Int32(date.day))
      (parts.tm_hour, parts.tm_min) = (Int32(date.hour), Int32(date.minute))
      parts.tm_sec = Int32(date.second)
      // Whether it is summer is for the zone to say.
      parts.tm_isdst = -1
      return Int64(mktime(&parts))
    }
  }

  /// What a clock here shows at a moment, in seconds since 1970 UTC.
  package func date(at moment: Int64) -> CivilDate { CivilDate(moment + offset(at: moment)) }

  /// How many seconds a clock here is ahead of UTC at a moment.
  func offset(at moment: Int64) -> Int64 {
    switch self {
    case .fixed(let offset): return offset
    case .system:
      // Years that have four digits: what is beyond is no date of mail.
      var time = time_t(min(max(moment, 0), 253_402_300_799))
      var parts = tm()
      return localtime_r(&time, &parts) == nil ? 0 : Int64(parts.tm_gmtoff)
    }
  }
}
