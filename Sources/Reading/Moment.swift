import Glibc

/// A moment in UTC, as text.
struct Moment {
  private let date: tm

  /// - Parameter seconds: since 1970 UTC; outside of the years 1970…9999 the nearest moment within.
  init(_ seconds: Int64) {
    var time = time_t(min(max(seconds, 0), 253_402_300_799))
    var date = tm()
    gmtime_r(&time, &date)
    self.date = date
  }

  /// `2026-11-23T14:15:00Z` (RFC 3339).
  var timestamp: String { "\(day)T\(clock):\(digits(date.tm_sec))Z" }

  /// `2026-11-23 14:15`.
  var minute: String { "\(day) \(clock)" }

  /// `20261123T141500Z`: sorts by time, and every file system takes it.
  var fileName: String { timestamp.filter { $0 != "-" && $0 != ":" } }

  /// `Mon Nov 23 14:15:00 2026`.
  var asctime: String {
    let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let day = date.tm_mday < 10 ? " \(date.tm_mday)" : "\(date.tm_mday)"
    return
      "\(weekdays[Int(date.tm_wday)]) \(months[Int(date.tm_mon)]) \(day) \(clock):\(digits(date.tm_sec)) "
      + "\(1900 + date.tm_year)"
  }

  private var day: String { "\(1900 + date.tm_year)-\(digits(date.tm_mon + 1))-\(digits(date.tm_mday))" }
  private var clock: String { "\(digits(date.tm_hour)):\(digits(date.tm_min))" }
  private func digits(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
