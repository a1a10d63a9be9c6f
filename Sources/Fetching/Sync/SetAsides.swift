import Archive
import MailIndex
import POP3

extension AccountArchive {
  /// Messages that could not be fetched, by unique-id, for the plan.
  func plannedSetAsides() throws -> [UniqueID: Planner.SetAside] {
    Dictionary(
      try setAsides().map { (UniqueID($0.uid), Planner.SetAside(retryAt: $0.retryAt, reason: $0.reason)) },
      uniquingKeysWith: { first, _ in first })
  }
}
