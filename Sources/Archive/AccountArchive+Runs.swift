package import MailIndex

extension AccountArchive {
  /// The last run of this account that is on record; nil: none yet.
  package func lastRun() throws -> RunRow? { try explaining { try archive.index.lastRun(id) } }

  /// How the runs of this account have gone.
  package func standing() throws -> StandingRow { try explaining { try archive.index.standing(id) } }

  /// Changes what is recorded of how the runs have gone; returns it as it is then.
  @discardableResult
  package func changeStanding(_ change: (inout StandingRow) -> Void) throws -> StandingRow {
    try explaining { try archive.index.changeStanding(id, change) }
  }

  /// Records a run; returns how the account stands after it.
  ///
  /// - Parameters:
  ///   - isRefusal: the run failed because the server refused the log-in.
  ///   - logIn: what tells this log-in from others.
  @discardableResult
  package func record(_ run: RunRow, isRefusal: Bool = false, logIn: String? = nil) throws -> StandingRow {
    try explaining { try archive.index.recordRun(run, for: id, isRefusal: isRefusal, logIn: logIn) }
  }
}
