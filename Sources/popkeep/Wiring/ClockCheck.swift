import Archive
import CGlibc
import Fetching
import Settings

/// The clock as a stage of a check: ages of messages count by it, and so do the dates of certificates.
struct ClockCheck {
  /// What adjtimex(2) returns where no time service keeps the clock right.
  private static let unkept: Int32 = 5

  let configuration: Configuration

  func row() -> CheckRow {
    let started = ContinuousClock.now
    let now = Environment.now()
    var problem: Problem?
    var notes: [String] = []
    if now < ClockDoubt.epoch {
      problem = Problem(
        .configuration, "This machine's clock says \(Environment.day(now)), which cannot be.",
        hint: "Set it: certificates are refused, and nothing is deleted by age, while it is wrong.")
    } else if let last = lastRun, ClockDoubt.isDue(now: now, lastRun: last) {
      notes.append(
        "The last run ended \(last > now ? "in the future" : "more than a year ago") by this clock: is it right? Nothing is deleted by age in the next run."
      )
    }
    if popkeep_clock_state() == Self.unkept {
      notes.append("No time service keeps this clock right; ages of messages count by it.")
    }
    return CheckRow(
      stage: CheckLine.Stage.clock.rawValue, seconds: Double(spent: ContinuousClock.now - started),
      text: problem?.message ?? "\(Environment.day(now)) UTC", notes: notes, problem: problem)
  }

  /// When an account was served last; nil where there is no archive to tell, which is another stage's matter.
  private var lastRun: Int64? {
    do {
      let archive = try ArchiveFolder.open(configuration.archive, for: .reading)
      return try Status.of(configuration.accounts, in: archive).compactMap(\.lastRun).max()
    } catch { return nil }
  }
}
