/// popkeep verify beside sha256sum over the same files, both from the page cache.
struct VerifyRun {
  let stage: Stage
  let rounds: Int

  static let popkeep = "popkeep verify"
  private static let rival = "sha256sum"
  static let aims = [Aim(numerator: rival, denominator: popkeep, bound: .atLeast(0.8))]

  func run() throws -> ([CaseReport.Line], Results) {
    let plan = MailboxPlan.tenThousand
    _ = try stage.mailbox(plan)
    let home = try stage.home(.popkeep, user: plan.name, port: stage.port, place: .disk)
    let (fetch, output) = try stage.stopwatch.time(home.command, name: "verify-fetch")
    guard fetch.status == 0, try home.fetched(output, before: 0) == plan.count else {
      throw BenchFailure("there is nothing to verify: \(output)")
    }
    let commands = [
      Self.popkeep: [stage.tools.popkeep, "verify", "--json", "--archive", home.archive],
      Self.rival: ["find", "\(home.archive)/accounts", "-type", "f", "-exec", "sha256sum", "{}", "+"],
    ]
    var results = Results()
    // The round before the first fills the page cache.
    for round in -1..<rounds {
      for name in [Self.popkeep, Self.rival] {
        let (measurement, said) = try stage.stopwatch.time(
          commands[name] ?? [], name: "\(name.filter(\.isLetter))-\(round + 1)")
        let files = name == Self.rival ? said.split(separator: "\n").count : Self.files(said)
        guard measurement.status == 0, files == plan.count else {
          throw BenchFailure("\(name) ended with \(measurement.status): \(said.suffix(2_000))")
        }
        if round >= 0 { results.note(measurement, of: name, round: round) }
      }
    }
    return ([Self.popkeep, Self.rival].map { CaseReport.Line(name: $0, messages: plan.count) }, results)
  }

  private static func files(_ output: String) -> Int? {
    output.firstMatch(of: /"files"\s*:\s*(\d+)/).flatMap { Int($0.output.1) }
  }
}
