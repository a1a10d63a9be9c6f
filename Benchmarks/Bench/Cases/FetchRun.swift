import Glibc

/// Carries out a case: all entrants in turn, round after round.
struct FetchRun {
  let stage: Stage
  let fetchCase: FetchCase
  let rounds: Int
  let withSlow: Bool
  private var relay: StartedRelay?
  /// Homes that keep their state from round to round, by entrant.
  private var homes: [String: ContenderHome] = [:]
  /// How many messages each mailbox has by now.
  private var counts: [String: Int] = [:]

  init(_ fetchCase: FetchCase, on stage: Stage, rounds: Int, withSlow: Bool) {
    self.fetchCase = fetchCase
    self.stage = stage
    self.rounds = rounds
    self.withSlow = withSlow
  }

  /// An entrant that fetches another number of messages than it was to is out of the race, and the results say so.
  mutating func run() throws -> Results {
    let entrants = fetchCase.entrants.filter {
      stage.tools.has($0.contender) && (withSlow || !$0.contender.isSlow)
    }
    for entrant in entrants { counts[entrant.mailbox.name] = try stage.mailbox(entrant.mailbox).plan.count }
    if fetchCase.roundTrip > 0 {
      relay = try StartedRelay(
        tools: stage.tools, to: stage.port, roundTrip: fetchCase.roundTrip,
        log: "\(stage.folder)/logs/relay-\(fetchCase.name).log")
    }
    defer { relay?.stop() }
    var results = Results()
    if fetchCase.state != .fresh {
      for entrant in entrants where entrant.contender.remembers {
        try race(entrant, &results) { run, _ in try run.fetchAll(entrant) }
      }
    }
    for round in 0..<rounds {
      try addNew(entrants)
      for entrant in entrants where round == 0 || !entrant.contender.isSlow {
        try race(entrant, &results) { run, results in
          results.note(try run.measure(entrant, round: round), of: entrant.name, round: round)
        }
      }
    }
    return results
  }

  private mutating func race(
    _ entrant: Entrant, _ results: inout Results, _ body: (inout FetchRun, inout Results) throws -> Void
  ) throws {
    guard !results.hasFailed(entrant.name) else { return }
    do {
      try body(&self, &results)
    } catch let failure as BenchFailure {
      results.fail(failure, of: entrant.name)
    }
  }

  private var port: UInt16 { relay?.port ?? stage.port }

  /// The run before the first round, which is not measured.
  private mutating func fetchAll(_ entrant: Entrant) throws {
    let home = try stage.home(
      entrant.contender, user: entrant.mailbox.name, port: port, place: fetchCase.place)
    homes[entrant.name] = home
    _ = try time(entrant, home, expecting: entrant.mailbox.count, round: -1)
  }

  private mutating func addNew(_ entrants: [Entrant]) throws {
    guard case .fetched(let new) = fetchCase.state, new > 0 else { return }
    for name in Set(entrants.map(\.mailbox.name)) {
      guard let plan = entrants.first(where: { $0.mailbox.name == name })?.mailbox else { continue }
      let count = counts[name] ?? plan.count
      try stage.mailbox(plan).add((count + 1)..<(count + new + 1), giving: stage.give)
      counts[name] = count + new
    }
  }

  private func measure(_ entrant: Entrant, round: Int) throws -> Measurement {
    let home =
      try homes[entrant.name]
      ?? stage.home(entrant.contender, user: entrant.mailbox.name, port: port, place: fetchCase.place)
    return try time(entrant, home, expecting: fetchCase.expected(entrant), round: round)
  }

  private func time(
    _ entrant: Entrant, _ home: ContenderHome, expecting: Int, round: Int
  ) throws -> Measurement {
    let before = try home.delivered()
    let tripsBefore = try relay?.connectionsEnded() ?? []
    let name = "\(fetchCase.name)-\(entrant.name.filter { $0.isLetter || $0.isNumber })-\(round + 1)"
    var (measurement, output) = try stage.stopwatch.time(home.command, name: name)
    let fetched = try home.fetched(output, before: before)
    guard measurement.status == 0, fetched == expecting else {
      throw BenchFailure(
        "\(entrant.name) ended with status \(measurement.status) and fetched "
          + "\(fetched.map { "\($0)" } ?? "nothing") of \(expecting):\n\(output.suffix(2_000))")
    }
    measurement.roundTrips = try relay?.awaitConnections(after: tripsBefore.count).reduce(0, +)
    return measurement
  }
}
