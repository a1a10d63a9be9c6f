/// Something to measure.
enum BenchCase: Sendable {
  case fetch(FetchCase)
  case growth
  case million
  case verify
  case backup

  static let all: [BenchCase] = FetchCase.all.map { .fetch($0) } + [.growth, .million, .verify, .backup]

  var name: String {
    switch self {
    case .fetch(let fetchCase): fetchCase.name
    case .growth: "growth"
    case .million: "million"
    case .verify: "verify"
    case .backup: "backup"
    }
  }

  var title: String {
    switch self {
    case .fetch(let fetchCase): fetchCase.title
    case .growth: "100 new among 1,000 to 1,000,000, on the built-in server"
    case .million: "1,000,000 unique-ids, on the built-in server"
    case .verify: "verify of 10,000 messages, 250 MB, in the page cache"
    case .backup: "backup onto an empty ext4, as root: 100,000 messages, 2 GB, or as many as --messages says"
    }
  }

  /// The mailboxes on Dovecot that it needs.
  var plans: [MailboxPlan] {
    switch self {
    case .fetch(let fetchCase): fetchCase.entrants.map(\.mailbox)
    case .verify: [.tenThousand]
    case .growth, .million, .backup: []
    }
  }

  /// Runs all rounds and says what they brought.
  func report(on stage: Stage, rounds: Int, withSlow: Bool) throws -> CaseReport {
    let lines: [CaseReport.Line]
    let results: Results
    var aims: [Aim] = []
    var limits: [Limit] = []
    switch self {
    case .fetch(let fetchCase):
      var run = FetchRun(fetchCase, on: stage, rounds: rounds, withSlow: withSlow)
      results = try run.run()
      lines = fetchCase.entrants.map {
        CaseReport.Line(name: $0.name, messages: fetchCase.expected($0))
      }
      aims = fetchCase.aims
      limits = fetchCase.allLimits
    case .growth:
      (lines, results) = try GrowthRun(stage: stage, rounds: rounds).run()
      aims = GrowthRun.aims
      limits = lines.filter { $0.name.hasPrefix("popkeep") }.map { Limit.memory($0.name) }
    case .million:
      (lines, results) = try MillionRun(stage: stage, rounds: rounds).run()
      limits = lines.map { Limit.memory($0.name) }
    case .verify:
      (lines, results) = try VerifyRun(stage: stage, rounds: rounds).run()
      aims = VerifyRun.aims
      limits = [Limit.memory(VerifyRun.popkeep)]
    case .backup:
      (lines, results) = try BackupRun(stage: stage, rounds: rounds).run()
      aims = BackupRun.aims
      limits = BackupRun.limits
    }
    return CaseReport(
      name: name, title: title, lines: lines, results: results, aims: aims, limits: limits)
  }
}
