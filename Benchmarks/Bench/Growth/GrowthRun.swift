/// The same work on ever larger mailboxes: what is to grow is the new mail alone.
struct GrowthRun {
  let stage: Stage
  let rounds: Int

  private static let sizes = [1_000, 10_000, 100_000, 1_000_000]
  private static let new = 100

  private static func name(_ size: Int) -> String { "popkeep, among \(size)" }

  static let aims = sizes.dropFirst().map { size in
    Aim(numerator: name(size), denominator: name(sizes[0]), bound: .atMost(1.5))
  }

  func run() throws -> ([CaseReport.Line], Results) {
    let archives = try Self.sizes.map { size in
      (size: size, archive: try GrownArchive(stage: stage, count: size))
    }
    var results = Results()
    for round in 0..<rounds {
      for (size, archive) in archives {
        try archive.serve(new: Self.new)
        defer { archive.stop() }
        try archive.remember(isListed: true)
        let reader = try archive.read(Self.new, name: "growth-\(size)")
        results.note(reader, of: "reader, among \(size)", round: round)
        let popkeep = try archive.fetch(new: Self.new, name: "growth-\(size)")
        results.note(popkeep, of: Self.name(size), round: round)
      }
    }
    let lines =
      Self.sizes.map { CaseReport.Line(name: Self.name($0), messages: Self.new) }
      + Self.sizes.map { CaseReport.Line(name: "reader, among \($0)", messages: Self.new) }
    return (lines, results)
  }
}
