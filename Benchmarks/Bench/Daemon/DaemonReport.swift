/// What a run of the daemon brought, as tables.
struct DaemonReport {
  struct Phase {
    let name: String
    let seconds: Double
    /// Of the daemon, in this phase.
    let processor: Double
    let serverProcessor: Double?
    /// At its end.
    let sample: ProcessSample
    /// Of each account.
    let polls: [Int]
    /// Seconds by which a poll was late, at most, since the daemon's start.
    let latest: Double
    let failures: Int
  }

  /// What a run of a command brought.
  struct Fetched {
    let messages: Int
    let wall: Double

    var rate: Double { Double(messages) / wall }
  }

  /// New mail for many at once, and who fetched it.
  struct Burst {
    /// The daemon, asked for it.
    let asked: Fetched
    /// `popkeep fetch`, as much mail in as many mailboxes.
    let plain: Fetched
    /// `popkeep fetch`, as much mail in one mailbox.
    let bulk: Fetched
  }

  let mail: PolledMail
  let server: DaemonCommand.Server
  let every: Int
  let sessions: Int
  var phases: [Phase] = []
  var bursts: [Burst] = []
  var startProcessor = 0.0
  var startMemory: Int64 = 0
  var stopSeconds = 0.0
  /// Of one reading of all figures.
  var scrapeProcessor: [Double] = []
  private var failures: [String] = []
  private var last: ProcessSample?
  private var indexSize: Int64 = 0

  init(mail: PolledMail, server: DaemonCommand.Server, every: Int, sessions: Int) {
    self.mail = mail
    self.server = server
    self.every = every
    self.sessions = sessions
  }

  /// All mail that was there from the beginning is archived.
  mutating func expectStored(_ scrape: Scrape) {
    let stored = scrape.each("popkeep_stored_messages")
    let runs = scrape.each("popkeep_runs_total")
    for name in mail.names where stored[name] != Double(mail.messages) {
      failures.append(
        "\(name) has \(stored[name].map { Figure.rounded($0, 0) } ?? "no") messages after "
          + "\(runs[name].map { Figure.rounded($0, 0) } ?? "no") runs")
    }
  }

  mutating func end(_ sample: ProcessSample, index: Int64, complaints: [Substring]) {
    last = sample
    indexSize = index
    failures += complaints.prefix(10).map { "the daemon said: \($0)" }
  }

  var text: String {
    let title =
      "## daemon-\(server.rawValue): \(mail.accounts) accounts every \(every) s on \(server.title), "
      + "\(sessions) sessions at most"
    return
      ([title, phaseTable, burstTable, aims]
      + [failures.map { "FAILED \($0)" }.joined(separator: "\n")])
      .filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private var phaseTable: String {
    var table = Table([
      "", "polls", "an account's", "processor, of a core", "a poll", "server's", "memory", "peak", "threads",
      "descriptors", "latest poll", "failures",
    ])
    for phase in phases {
      let polls = phase.polls.reduce(0, +)
      table.add([
        phase.name, "\(polls)", "\(phase.polls.min() ?? 0) .. \(phase.polls.max() ?? 0)",
        Figure.ratio(phase.processor / phase.seconds),
        Figure.seconds(phase.processor / Double(max(1, polls))),
        phase.serverProcessor.map { Figure.ratio($0 / phase.seconds) } ?? "-",
        Figure.megabytes(Double(phase.sample.resident)), Figure.megabytes(Double(phase.sample.peak)),
        "\(phase.sample.threads)", "\(phase.sample.descriptors)", Figure.seconds(phase.latest),
        "\(phase.failures)",
      ])
    }
    return table.text
  }

  private var burstTable: String {
    guard !bursts.isEmpty else { return "" }
    var table = Table([
      "\(mail.lucky) accounts, \(mail.newMessages) messages each", "wall", "messages/s", "MB/s",
    ])
    func add(_ name: String, _ fetched: (Burst) -> Fetched) {
      let rate = Spread(bursts.map { fetched($0).rate })
      table.add([
        name, Figure.spread(Spread(bursts.map { fetched($0).wall }), Figure.seconds),
        Figure.spread(rate) { Figure.rounded($0, 0) },
        Figure.spread(rate) { Figure.rounded($0 * Double(mail.newOctets) / 1e6, 1) },
      ])
    }
    add("the daemon, asked for them", \.asked)
    add("popkeep fetch, as many mailboxes", \.plain)
    add("popkeep fetch, as much in one mailbox", \.bulk)
    return table.text
  }

  private var aims: String {
    var table = Table(["figure", "measured", "aim", ""])
    func add(_ name: String, _ measured: String, _ aim: String = "", _ isMet: Bool? = nil) {
      table.add([name, measured, aim, isMet.map { $0 ? "met" : "missed" } ?? ""])
    }
    let latest = phases.map(\.latest).max() ?? 0
    add("latest poll", Figure.seconds(latest), "<= 10 s", latest <= 10)
    let shares = Spread(phases.dropFirst().map { $0.processor / $0.seconds })
    add(
      "processor when nothing is new, of a core", Figure.spread(shares, Figure.ratio), "<= 0.5",
      shares.map { $0.greatest <= 0.5 })
    if let last {
      add("peak memory", Figure.megabytes(Double(last.peak)), "<= 300 MB", last.peak <= 300_000_000)
      add("memory at the end", Figure.megabytes(Double(last.resident)))
      add("threads at the end", "\(last.threads)")
      add("descriptors at the end", "\(last.descriptors)")
    }
    if let ratio = Spread(bursts.map { $0.plain.rate / $0.asked.rate }) {
      add(
        "time a message, daemon / popkeep fetch", Figure.spread(ratio, Figure.ratio), "<= 1.1",
        ratio.median <= 1.1)
    }
    add("a reading of all figures, processor", Figure.spread(Spread(scrapeProcessor), Figure.seconds))
    add("from start to ready, processor", Figure.seconds(startProcessor))
    add("memory when ready", Figure.megabytes(Double(startMemory)))
    add("index", Figure.megabytes(Double(indexSize)))
    add("SIGTERM to the end", Figure.seconds(stopSeconds), "<= 10 s", stopSeconds <= 10)
    return table.text
  }
}
