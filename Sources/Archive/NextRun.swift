import MailIndex
import SystemPackage

extension Archive {
  /// Records when an account's next run is due, in seconds since 1970 UTC; nil: nobody knows.
  package func setNextRun(of name: String, at time: Int64?) throws {
    try ArchiveFailure.explaining(root.string) {
      guard let id = try index.account(named: name, create: false) else { return }
      try index.changeStanding(id) { $0.nextRun = time }
    }
  }

  /// Records that it was told that the account had no success for long.
  package func noteSilenceTold(of name: String) throws {
    try ArchiveFailure.explaining(root.string) {
      guard let id = try index.account(named: name, create: true) else { return }
      try index.changeStanding(id) { $0.silenceTold = true }
    }
  }
}
