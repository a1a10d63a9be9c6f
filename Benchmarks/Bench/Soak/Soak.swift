import Glibc
import OpenSSL
import TestFiles
import TestServers

/// A daemon, two servers, and what happens to them.
final class Soak {
  /// What happens, and every how many seconds.
  private enum Event: String, CaseIterable {
    case sample = "samples"
    case mail = "deliveries"
    case scrape = "readings of the figures"
    case status = "popkeep status"
    case fetch = "popkeep fetch"
    case reload = "changed configurations"
    case outage = "outages of a server"

    var interval: Int {
      switch self {
      case .sample: 10
      case .mail: 2
      case .scrape: 15
      case .status: 20
      case .fetch: 30
      case .reload: 45
      case .outage: 60
      }
    }
  }

  private static let password = "bench-5613-Tq"
  /// How long a server stays away, in seconds.
  private static let outage = 15

  private let options: SoakCommand
  private let tools: Tools
  private let folder: String
  private let names: [String]
  /// The accounts of even and of odd places.
  private let servers: [SoakServer]
  private var home: DaemonHome
  private let commands: String
  private let daemon: BenchedDaemon
  private var random: SeededRandom
  private var report = SoakReport()
  private var happened: [Event: Int] = [:]
  private var lastNumber = 0
  private var back: ContinuousClock.Instant?

  init(_ options: SoakCommand, folder: String) throws {
    self.options = options
    self.folder = folder
    tools = try Tools(popkeep: options.popkeep)
    random = SeededRandom(seed: options.seed)
    let names = PolledMail(accounts: options.accounts).names
    self.names = names
    let now = Int64(time(nil))
    let identity = try CertificateMaker.selfSigned(
      names: ["127.0.0.1", "localhost"], notBefore: now - 3_600, notAfter: now + 7 * 86_400)
    try writeFile("\(folder)/certificate.pem", identity.certificates)
    servers = try (0..<2).map { place in
      try SoakServer(
        names.indices.filter { $0 % 2 == place }.map { names[$0] }, password: Self.password,
        identity: identity)
    }
    home = DaemonHome(
      path: "\(folder)/home", accounts: names, port: servers[0].port,
      authority: "\(folder)/certificate.pem", password: Self.password, every: "20s", sessions: 16)
    for (place, name) in names.enumerated() {
      // Hosts of two names, so that the one is not held up by the other; some mail leaves its server.
      home.own[name] =
        #""host": "\#(place % 2 == 0 ? "127.0.0.1" : "localhost")", "port": \#(servers[place % 2].port), "#
        + #""every": "\#(10 + 10 * (place / 2 % 3))s", "onServer": "\#(place % 4 < 2 ? "keep" : "delete")""#
    }
    try home.prepare()
    // Other commands go on while the daemon's own file is one that it refuses.
    commands = "\(home.path)/commands.json"
    try writeFile(commands, try readFile(home.configurationFile))
    guard chmod(commands, 0o600) == 0 else { throw BenchFailure(call: "chmod \(commands)") }
    daemon = try BenchedDaemon(tools: tools, home: home, log: "\(folder)/daemon.log")
  }

  func end() {
    daemon.stopAtOnce()
    for server in servers { server.goAway() }
  }

  func run() throws -> SoakReport {
    print("popkeep daemon is process \(daemon.id)")
    fflush(nil)
    let began = ContinuousClock.now
    let end = began + .seconds(options.minutes * 60)
    while ContinuousClock.now < end {
      let passed = Int((ContinuousClock.now - began).components.seconds)
      for event in Event.allCases where happened[event, default: 0] < passed / event.interval {
        happened[event, default: 0] += 1
        try perform(event)
      }
      if let moment = back, ContinuousClock.now >= moment {
        try servers[1].comeBack()
        back = nil
      }
      try daemon.wait(until: .now + .milliseconds(200))
    }
    try finish()
    report.counts = Event.allCases.map { ($0.rawValue, happened[$0] ?? 0) } + [("messages", lastNumber)]
    return report
  }

  private func perform(_ event: Event) throws {
    switch event {
    case .sample: report.samples.append(try daemon.sample())
    case .mail: deliver()
    case .scrape:
      let failures = Int(try daemon.scrape().sum("popkeep_configuration_current"))
      guard (0...1).contains(failures) else { throw BenchFailure("the figures make no sense") }
    case .status: try command(["status", "--json"], allowing: [0, 1])
    case .fetch:
      try command(["fetch", "--json"] + Set((0..<3).map { _ in anyName() }), allowing: [0, 69, 75])
    case .reload: try reconfigure(happened[.reload] ?? 0)
    case .outage:
      guard back == nil else { return }
      servers[1].goAway()
      back = .now + .seconds(Self.outage)
    }
  }

  /// But not the last one: it is not always there.
  private func anyName() -> String { names[random.below(names.count - 1)] }

  private func deliver() {
    for _ in 0..<5 {
      let place = random.below(names.count)
      for _ in 0...random.below(3) {
        lastNumber += 1
        let octets = random.below(20) == 0 ? 200_000 : 1_000 + random.below(9_000)
        servers[place % 2].deliver(lastNumber, octets: octets, to: names[place])
      }
    }
  }

  /// By turns: an account less, all of them, and a file that must be refused.
  private func reconfigure(_ number: Int) throws {
    var changed = home
    switch number % 3 {
    case 0: try home.replace("{ \"archive\": \n")
    case 1:
      changed.accounts.removeLast()
      try changed.configure()
    case _: try home.configure()
    }
    if number % 2 == 0 { daemon.reload() }
  }

  private func command(_ words: [String], allowing statuses: [Int32]) throws {
    let log = "\(folder)/command.log"
    let words = [tools.popkeep] + words.prefix(1) + ["--config", commands] + words.dropFirst()
    try writeFile(log, [])
    let process = try ChildProcess.start(Array(words), log: log)
    guard let status = process.wait(.seconds(120)) else {
      process.end()
      throw BenchFailure("popkeep \(words[1]) did not end")
    }
    if !statuses.contains(status) {
      report.failures.append(
        "popkeep \(words[1]) ended with \(status): \(String(decoding: try readFile(log).suffix(500), as: UTF8.self))"
      )
    }
  }

  /// Lets everything come to rest, fetches what is left, and counts.
  private func finish() throws {
    try servers[1].comeBack()
    try home.configure()
    daemon.reload()
    try daemon.wait(until: .now + .seconds(5))
    try command(["fetch", "--json"], allowing: [0])
    let took = try daemon.stop()
    if took > 10 { report.failures.append("the daemon took \(Figure.seconds(took)) to end") }
    try command(["verify"], allowing: [0])
    let archive = SoakArchive(path: home.archive)
    for (place, name) in names.enumerated() {
      let delivered = servers[place % 2].delivered[name] ?? []
      if let difference = try archive.difference(name, from: delivered) {
        report.failures.append(difference)
      }
    }
  }
}
