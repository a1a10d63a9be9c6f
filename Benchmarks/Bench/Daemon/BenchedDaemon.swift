import Glibc
import TestFiles
import TestServers

/// `popkeep daemon`, as a process beside the bench.
final class BenchedDaemon {
  let home: DaemonHome
  private let process: ChildProcess
  private let log: String
  private var hasEnded = false

  /// Starts it and returns once it can be asked for its figures.
  init(tools: Tools, home: DaemonHome, log: String) throws {
    self.home = home
    self.log = log
    process = try ChildProcess.start(
      [tools.popkeep, "daemon", "--config", home.configurationFile, "--log-format", "json"], log: log)
    do {
      let deadline = ContinuousClock.now + .seconds(60)
      while access(home.metricsSocket, F_OK) != 0 {
        guard ContinuousClock.now < deadline, !hasEnded(within: .milliseconds(20)) else {
          throw BenchFailure("the daemon does not start: \(try tail())")
        }
        try Interruption.check()
      }
    } catch {
      stopAtOnce()
      throw error
    }
  }

  var id: pid_t { process.id }

  func sample() throws -> ProcessSample {
    guard !hasEnded(within: .zero) else { throw BenchFailure("the daemon has ended: \(try tail())") }
    return try ProcessSample.now(process.id)
  }

  func scrape() throws -> Scrape { try Scrape.take(home.metricsSocket) }

  func reload() { kill(process.id, SIGHUP) }

  /// Waits, and looks now and then whether it is still there.
  func wait(until moment: ContinuousClock.Instant) throws {
    while ContinuousClock.now < moment {
      let step = min(.seconds(1), moment - ContinuousClock.now)
      if hasEnded(within: step) { throw BenchFailure("the daemon has ended: \(try tail())") }
      try Interruption.check()
    }
  }

  /// Asks it to end, as systemd would; how long that took, in seconds.
  func stop() throws -> Double {
    let began = ContinuousClock.now
    kill(process.id, SIGTERM)
    guard let status = process.wait(.seconds(30)) else {
      stopAtOnce()
      throw BenchFailure("the daemon did not end within 30 seconds: \(try tail())")
    }
    hasEnded = true
    guard status == 0 else { throw BenchFailure("the daemon ended with status \(status): \(try tail())") }
    let took = ContinuousClock.now - began
    return Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
  }

  func stopAtOnce() {
    if !hasEnded { process.end() }
    hasEnded = true
  }

  /// Lines of its log of level warning or worse.
  func complaints() throws -> [Substring] {
    try OutputLines(log).read().filter {
      $0.contains(#""level":"warning""#) || $0.contains(#""level":"error""#)
    }
  }

  private func hasEnded(within limit: Duration) -> Bool {
    if !hasEnded, process.wait(limit) != nil { hasEnded = true }
    return hasEnded
  }

  private func tail() throws -> String {
    String(decoding: try readFile(log).suffix(2_000), as: UTF8.self)
  }
}
