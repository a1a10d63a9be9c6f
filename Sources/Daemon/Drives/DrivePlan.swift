/// Which drive is copied to, and when. Pure.
///
/// A drive that has just been attached comes at once; then whenever there is new mail, not more often than every quarter
/// of an hour; once a day in any case. One that failed waits for a minute, then two, up to an hour, or until it is attached anew.
package struct DrivePlan: Sendable {
  /// The least time between two runs with a drive.
  package static let pause: Duration = .seconds(900)
  private static let day: Duration = .seconds(86_400)
  private static let longestWait = 60

  /// A run that is due.
  package struct Visit: Sendable, Equatable {
    package let id: String
    /// True where a sample of what the drive had before is to be read.
    package let reads: Bool

    package init(id: String, reads: Bool) {
      self.id = id
      self.reads = reads
    }
  }

  private struct Drive {
    /// What tells how it is attached.
    var mark: String
    /// It was attached, or somebody found damage on it, since the last run.
    var isUrgent = true
    var hasMore = true
    var ended: Duration?
    var read: Duration?
    var failures = 0
  }

  private var drives: [String: Drive] = [:]

  package init() {}

  /// Takes which drives are attached now and copied to without being told.
  ///
  /// - Parameters:
  ///   - attached: what tells how each is attached: one that was mounted anew meanwhile has another.
  ///   - lacking: those that lack something.
  package mutating func see(_ attached: [String: String], lacking: Set<String>) {
    // What is gone is forgotten: when it comes back it is new.
    drives = drives.filter { attached[$0.key] == $0.value.mark }
    for (id, mark) in attached { drives[id, default: Drive(mark: mark)].hasMore = lacking.contains(id) }
  }

  /// Takes note that mail was stored.
  package mutating func mailCame() {
    for id in drives.keys { drives[id]?.hasMore = true }
  }

  /// Has the drive visited as soon as may be: something on it is damaged.
  package mutating func urge(_ id: String) { drives[id]?.isUrgent = true }

  /// The run that is due first; nil: none is.
  package func due(_ now: Duration) -> Visit? {
    let due = drives.compactMap { id, drive in
      let time = Self.time(drive)
      return time <= now ? (time: time, id: id) : nil
    }
    guard let first = due.min(by: { ($0.time, $0.id) < ($1.time, $1.id) }) else { return nil }
    let read = drives[first.id]?.read
    return Visit(id: first.id, reads: read.map { now - $0 >= Self.day } ?? true)
  }

  private static func time(_ drive: Drive) -> Duration {
    guard let ended = drive.ended else { return .zero }
    if drive.failures > 0 { return ended + .seconds(60 * min(1 << min(drive.failures - 1, 10), longestWait)) }
    if drive.isUrgent { return ended }
    return ended + (drive.hasMore ? pause : day)
  }

  /// Takes the end of a run.
  ///
  /// - Parameters:
  ///   - hasRead: a sample was read, or all.
  ///   - isFailure: it is to be tried again before anything new is there.
  package mutating func ended(_ id: String, hasRead: Bool, isFailure: Bool, _ now: Duration) {
    guard var drive = drives[id] else { return }
    drive.ended = now
    if hasRead { drive.read = now }
    drive.failures = isFailure ? drive.failures + 1 : 0
    if !isFailure {
      drive.isUrgent = false
      drive.hasMore = false
    }
    drives[id] = drive
  }
}
