/// A million unique-ids: what a probe, a whole listing, and a listing of nothing but new messages hold in memory.
struct MillionRun {
  let stage: Stage
  let rounds: Int

  private static let count = 1_000_000
  private static let probe = "nothing new, by probe"
  private static let listing = "nothing new, by a whole listing"
  /// With all that is listed still to be fetched.
  private static let beginning = "all new, ended after 5,000"

  func run() throws -> ([CaseReport.Line], Results) {
    var results = Results()
    let known = try GrownArchive(stage: stage, count: Self.count)
    try known.serve(new: 0)
    defer { known.stop() }
    for round in 0..<rounds {
      for (name, isListed) in [(Self.listing, false), (Self.probe, true)] {
        try known.remember(isListed: isListed)
        let file = "million-\(round)-\(isListed)"
        results.note(try known.fetch(new: 0, name: file), of: name, round: round)
      }
    }
    for round in 0..<min(rounds, 2) {
      let new = try GrownArchive(stage: stage, count: 0)
      try new.serve(new: Self.count)
      defer { new.stop() }
      let measurement = try new.fetch(stoppingAfter: 5_000, name: "million-\(round)-new")
      results.note(measurement, of: Self.beginning, round: round)
    }
    let lines = [Self.probe, Self.listing].map { CaseReport.Line(name: $0, messages: 0) }
    return (lines + [CaseReport.Line(name: Self.beginning, messages: 5_000)], results)
  }
}
