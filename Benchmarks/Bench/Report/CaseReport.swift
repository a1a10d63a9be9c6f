/// What a case brought, as tables.
struct CaseReport {
  /// A line of the table: the name of who ran, and how many messages each run was to fetch.
  struct Line {
    let name: String
    let messages: Int
  }

  let name: String
  let title: String
  let lines: [Line]
  let results: Results
  let aims: [Aim]
  let limits: [Limit]

  var text: String {
    ["## \(name): \(title)", figures, ratios, failures].filter { !$0.isEmpty }.joined(separator: "\n\n")
      + "\n"
  }

  /// Whether everybody did what they were to do.
  var isWhole: Bool { results.failures.isEmpty }

  private var figures: String {
    let counts = lines.contains { results.spread($0.name, \.countedRoundTrips) != nil }
    var table = Table(["", "wall", "processor", "peak memory"] + (counts ? ["round trips"] : []))
    for line in lines {
      guard let wall = results.spread(line.name, \.wall) else { continue }
      var row = [
        line.name, Figure.spread(wall, Figure.seconds),
        Figure.spread(results.spread(line.name, \.processor), Figure.seconds),
        Figure.spread(results.spread(line.name, \.peakOctets), Figure.megabytes),
      ]
      if counts {
        row.append(Figure.spread(results.spread(line.name, \.countedRoundTrips)) { Figure.rounded($0, 0) })
      }
      table.add(row)
    }
    return table.text
  }

  private var ratios: String {
    var table = Table(["ratio or figure", "measured", "aim", ""])
    for aim in aims {
      guard let ratio = results.ratio(aim) else { continue }
      table.add([
        "\(aim.numerator) / \(aim.denominator)", Figure.spread(ratio, Figure.ratio), aim.bound.text,
        Self.verdict(aim.bound.isMet(by: ratio.median)),
      ])
    }
    for limit in limits {
      let messages = lines.first { $0.name == limit.entrant }?.messages ?? 0
      guard let spread = results.spread(limit.entrant, { limit.quantity.figure($0, messages: messages) })
      else { continue }
      table.add([
        "\(limit.entrant): \(limit.quantity.label)", Figure.spread(spread, limit.quantity.text),
        "<= \(limit.quantity.text(limit.most))", Self.verdict(spread.greatest <= limit.most),
      ])
    }
    return table.isEmpty ? "" : table.text
  }

  private var failures: String {
    results.failures.map { "FAILED \($0)" }.joined(separator: "\n")
  }

  private static func verdict(_ isMet: Bool) -> String { isMet ? "met" : "missed" }
}

extension Measurement {
  fileprivate var peakOctets: Double? { Double(peak) }
  fileprivate var countedRoundTrips: Double? { roundTrips.map(Double.init) }
}
