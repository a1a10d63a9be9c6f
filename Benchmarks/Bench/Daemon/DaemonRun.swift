import Glibc
import TestFiles

/// One daemon on one server: a first round that fetches all mail, rounds with nothing new, then new mail for many at
/// once.
final class DaemonRun {
  static let password = "bench-5613-Tq"

  private let options: DaemonCommand
  private let server: DaemonCommand.Server
  private let mail: PolledMail
  private let tools: Tools
  private let folder: String
  private let served: any PolledServer
  private let daemon: BenchedDaemon
  private let stopwatch: Stopwatch
  private let began: ContinuousClock.Instant
  private var report: DaemonReport
  private var scraped = Scrape("")
  private var bulkHomes = 0
  private var plain: DaemonHome?

  init(_ options: DaemonCommand, on server: DaemonCommand.Server, folder: String) throws {
    self.options = options
    self.server = server
    self.folder = folder
    tools = try Tools(popkeep: options.popkeep)
    mail = PolledMail(accounts: options.accounts)
    try makeFolder(folder, mode: 0o711)
    guard chmod(folder, 0o711) == 0 else { throw BenchFailure(call: "chmod \(folder)") }
    try makeFolder("\(folder)/logs")
    stopwatch = Stopwatch(tools: tools, folder: "\(folder)/logs")
    let passwordFile = "\(folder)/password"
    try writeFile(passwordFile, Array("\(Self.password)\n".utf8))
    served =
      switch server {
      case .demo: try PolledDemo(mail, tools: tools, passwordFile: passwordFile, folder: "\(folder)/demo")
      case .dovecot: try PolledDovecot(mail, password: Self.password, folder: "\(folder)/dovecot")
      }
    do {
      let home = DaemonHome(
        path: "\(folder)/home", accounts: mail.names, port: served.port, authority: served.authority,
        password: Self.password, every: "\(options.every)s", sessions: options.sessions)
      try home.prepare()
      began = .now
      daemon = try BenchedDaemon(tools: tools, home: home, log: "\(folder)/logs/daemon.log")
    } catch {
      served.stop()
      throw error
    }
    report = DaemonReport(mail: mail, server: server, every: options.every, sessions: options.sessions)
  }

  /// To be called on every way out.
  func end() {
    daemon.stopAtOnce()
    served.stop()
  }

  func run() throws -> String {
    print("popkeep daemon is process \(daemon.id)")
    fflush(nil)
    try measureStart()
    for number in 0...options.steady {
      try phase(number == 0 ? "first round" : "round \(number + 1), nothing new", number + 1)
    }
    report.expectStored(scraped)
    if options.bursts > 0 {
      // What there was before new mail came is fetched, and not measured.
      _ = try stopwatch.time(
        [tools.popkeep, "fetch", "--config", try plainHome().configurationFile], name: "plain")
    }
    for round in 0..<options.bursts { try burst(round) }
    let last = try daemon.sample()
    report.end(
      last, index: try size("\(daemon.home.archive)/index.sqlite"), complaints: try daemon.complaints())
    report.stopSeconds = try daemon.stop()
    return report.text
  }

  private func measureStart() throws {
    let sample = try daemon.sample()
    report.startProcessor = sample.processor
    report.startMemory = sample.resident
  }

  /// A round, `number` from 1, up to its end; the daemon's figures are read between rounds, where nobody counts.
  private func phase(_ name: String, _ number: Int) throws {
    let (before, serverBefore) = (try daemon.sample(), try served.processor())
    let start = ContinuousClock.now
    try daemon.wait(until: began + .seconds(options.every * number))
    let after = try daemon.sample()
    let wall = ContinuousClock.now - start
    let serverAfter = try served.processor()
    let now = try daemon.scrape()
    report.scrapeProcessor.append(try daemon.sample().processor - after.processor)
    let polls = now.each("popkeep_runs_total")
    let earlier = scraped.each("popkeep_runs_total")
    scraped = now
    report.phases.append(
      DaemonReport.Phase(
        name: name, seconds: wall.inSeconds, processor: after.processor - before.processor,
        serverProcessor: serverBefore.flatMap { before in serverAfter.map { $0 - before } }, sample: after,
        polls: mail.names.map { Int((polls[$0] ?? 0) - (earlier[$0] ?? 0)) },
        latest: now.sum("popkeep_poll_delay_seconds_max"),
        failures: Int(now.sum("popkeep_failures_total"))))
  }

  /// New mail for many: the daemon is asked for it. Beside it, one after the other, `popkeep fetch` fetches as
  /// much from as many mailboxes into an archive of its own, and as much from one mailbox.
  private func burst(_ round: Int) throws {
    try served.deliver(round: round)
    let names = mail.luckyAccounts.map(mail.name)
    let asked = try fetch(names, by: daemon.home, name: "burst-\(round)")
    let plain = try fetch([], by: plainHome(), name: "plain-\(round)")
    let bulk = try fetchBulk()
    guard plain.messages == mail.bulkPlan.count else {
      throw BenchFailure("popkeep fetch brought \(plain.messages) of \(mail.bulkPlan.count) messages")
    }
    // Polls of the daemon's own are faster here and there. Where they are for many, nothing was measured.
    if asked.messages > mail.bulkPlan.count * 9 / 10 {
      report.bursts.append(DaemonReport.Burst(asked: asked, plain: plain, bulk: bulk))
    }
  }

  /// The home of `popkeep fetch` without a daemon.
  private func plainHome() throws -> DaemonHome {
    if let plain { return plain }
    var home = daemon.home
    home.path = "\(folder)/plain"
    home.accounts = mail.twins.map(mail.name)
    try home.prepare()
    plain = home
    return home
  }

  private func fetch(_ names: [String], by home: DaemonHome, name: String) throws -> DaemonReport.Fetched {
    let (measurement, output) = try stopwatch.time(
      [tools.popkeep, "fetch", "--json", "--config", home.configurationFile] + names, name: name)
    let fetched = output.matches(of: /"fetched"\s*:\s*(\d+)/).compactMap { Int($0.output.1) }.reduce(0, +)
    guard measurement.status == 0 else {
      throw BenchFailure("\(name) ended with status \(measurement.status): \(output.suffix(2_000))")
    }
    return DaemonReport.Fetched(messages: fetched, wall: measurement.wall)
  }

  private func fetchBulk() throws -> DaemonReport.Fetched {
    bulkHomes += 1
    let home = ContenderHome(
      contender: .popkeep, path: "\(folder)/bulk-\(bulkHomes)", tools: tools,
      mailbox: ContenderHome.Mailbox(
        port: served.port, user: PolledMail.bulk, password: Self.password, authority: served.authority))
    try home.prepare()
    let (measurement, output) = try stopwatch.time(home.command, name: "bulk-\(bulkHomes)")
    guard measurement.status == 0, try home.fetched(output, before: 0) == mail.bulkPlan.count else {
      throw BenchFailure("popkeep fetch ended with status \(measurement.status): \(output.suffix(2_000))")
    }
    return DaemonReport.Fetched(messages: mail.bulkPlan.count, wall: measurement.wall)
  }

  private func size(_ path: String) throws -> Int64 {
    var status = stat()
    guard stat(path, &status) == 0 else { throw BenchFailure(call: "stat \(path)") }
    return Int64(status.st_size)
  }
}

extension Duration {
  /// The duration in seconds.
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
