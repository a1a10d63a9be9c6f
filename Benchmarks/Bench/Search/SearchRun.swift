import TestFiles

/// The mail that is searched, made and indexed, and what is asked of it.
struct SearchRun {
  private let command: SearchCommand
  private let finders: [Finder]
  private let stopwatch: Stopwatch
  private let mail: SearchedMail
  private let archive: String
  private let octets: Int
  private let text: Int

  init(_ command: SearchCommand, _ place: String) throws {
    self.command = command
    let tools = try Tools(popkeep: command.popkeep)
    try makeFolder("\(place)/logs")
    let stopwatch = Stopwatch(tools: tools, folder: "\(place)/logs")
    let archive = "\(place)/archive"
    self.stopwatch = stopwatch
    self.archive = archive
    mail = SearchedMail(count: command.count, scale: command.scale)
    try Self.demand(stopwatch.time([tools.popkeep, "init", "--archive", archive], name: "init"))
    for folder in ["accounts/home", "accounts/home/cur", "accounts/home/new", "accounts/home/tmp"] {
      try makeFolder("\(archive)/\(folder)")
    }
    (octets, text) = try Self.fill("\(archive)/accounts/home/new", mail, command.count)
    try Self.demand(stopwatch.time([tools.popkeep, "reindex", "--archive", archive], name: "reindex"))
    finders = try command.programs.map { program in
      try makeFolder("\(place)/\(program.rawValue)")
      return Finder(program: program, tools: tools, archive: archive, place: "\(place)/\(program.rawValue)")
    }
  }

  private static func fill(_ folder: String, _ mail: SearchedMail, _ count: Int) throws -> (
    octets: Int, text: Int
  ) {
    var sum = (octets: 0, text: 0)
    for number in 0..<count {
      let made = mail.message(number)
      sum.octets += made.content.count
      sum.text += made.text
      let name = SearchedName.name(number, made.content, arrival: mail.arrival(number))
      try writeFile("\(folder)/\(name)", made.content)
    }
    return sum
  }

  private static func demand(_ run: (measurement: Measurement, output: String)) throws {
    guard run.measurement.status == 0 else { throw BenchFailure("popkeep ended badly: \(run.output)") }
  }

  /// The first reading of all mail, the page cache filled by a reading before.
  func indexing() throws -> String {
    try Self.demand(
      stopwatch.time(
        [
          "sh", "-c",
          "cat \(archive)/accounts/home/new/* >/dev/null || find \(archive)/accounts/home/new -type f -exec cat {} + > /dev/null",
        ], name: "warm"))
    var table = Table(["program", "seconds", "processor", "memory", "index", "of the text", "ratio"])
    var first: Double?
    for finder in finders {
      try finder.prepare(stopwatch)
      let (measurement, output) = try stopwatch.time(finder.index, name: "index-\(finder.program.rawValue)")
      guard measurement.status == 0 else { throw BenchFailure("\(finder.program.rawValue): \(output)") }
      let size = try finder.size()
      first = first ?? measurement.wall
      table.add([
        finder.program.rawValue, Self.digits(measurement.wall, 1), Self.digits(measurement.processor, 1),
        "\(measurement.peak >> 20) MB", "\(size / 1_000_000) MB",
        "\(Self.digits(Double(size) * 100 / Double(max(1, text)), 0)) %",
        "\(Self.digits(measurement.wall / (first ?? 1), 2)) x",
      ])
    }
    let all = try Finder.size(of: ["\(archive)/index.sqlite", "\(archive)/index.sqlite-wal"])
    return """
      ## First reading of \(command.count) messages, \(octets / 1_000_000) MB, \(text / 1_000_000) MB of text

      \(table.text)

      popkeep's index of messages, made before: \(all / 1_000_000) MB.

      """
  }

  /// Each question of each program, by turns, as whole processes.
  func questions() throws -> String {
    var figures: [String: [Double]] = [:]
    var table = Table(["question"] + finders.map { "\($0.program.rawValue), ms" })
    for question in Question.all(mail) {
      var cells: [Finder.Program: [Double]] = [:]
      for round in -1..<command.rounds {
        for finder in finders {
          guard let words = finder.ask(question) else { continue }
          let (measurement, output) = try stopwatch.time(words, name: "ask-\(finder.program.rawValue)")
          // mu says 2 and 4 where it finds nothing.
          guard measurement.status == 0 || finder.program == .mu else {
            throw BenchFailure("\(finder.program.rawValue) \(question.name): \(output)")
          }
          if round >= 0 { cells[finder.program, default: []].append(measurement.wall * 1_000) }
        }
      }
      for (program, times) in cells { figures[program.rawValue, default: []] += times }
      table.add(
        [question.name]
          + finders.map { finder in
            cells[finder.program].map { Self.digits(Self.percentile($0, 50), 1) } ?? "-"
          })
    }
    for percent in [50, 95, 100] {
      table.add(
        ["**\(percent == 50 ? "median" : "\(percent)th percentile")**"]
          + finders.map { Self.digits(Self.percentile(figures[$0.program.rawValue] ?? [], percent), 1) })
    }
    return "## Questions, the first twenty messages, \(command.rounds) times each\n\n\(table.text)\n"
  }

  /// What shows the archive without a question.
  func lists() throws -> String {
    var table = Table(["command", "ms"])
    guard let tools = finders.first?.tools else { return "" }
    for words in [
      ["list", "--archive", archive], ["list", "--archive", archive, "--month", "2012-05"],
      ["list", "--archive", archive, "--from", "person3"], ["--version"],
    ] {
      var times: [Double] = []
      for _ in 0..<max(5, command.rounds) {
        let run = try stopwatch.time([tools.popkeep] + words, name: "list")
        try Self.demand(run)
        times.append(run.measurement.wall * 1_000)
      }
      table.add([
        words.filter { $0 != archive && $0 != "--archive" }.joined(separator: " "),
        Self.digits(Self.percentile(times, 50), 1),
      ])
    }
    return "## Lists\n\n\(table.text)\n"
  }

  static func percentile(_ figures: [Double], _ percent: Int) -> Double {
    let sorted = figures.sorted()
    guard !sorted.isEmpty else { return 0 }
    return sorted[min(sorted.count - 1, (sorted.count * percent + 99) / 100 - (percent == 0 ? 0 : 1))]
  }

  private static func digits(_ value: Double, _ digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let whole = Int((value * scale).rounded())
    if digits == 0 { return "\(whole)" }
    let fraction = String(String(Int(scale) + abs(whole) % Int(scale)).dropFirst())
    return "\(whole / Int(scale)).\(fraction)"
  }
}
