import TestServers

/// A relay that runs beside the bench.
struct StartedRelay {
  let port: UInt16
  private let process: ChildProcess
  private let output: OutputLines

  init(tools: Tools, to target: UInt16, roundTrip: Int, log: String) throws {
    output = OutputLines(log)
    process = try ChildProcess.start(
      [tools.bench, "relay", "--to", "\(target)", "--round-trip", "\(roundTrip)"], log: log)
    do {
      port = try output.awaitPort()
    } catch {
      process.end()
      throw error
    }
  }

  func stop() { process.end() }

  /// The round trips of each connection whose client has ended, in turn.
  func connectionsEnded() throws -> [Int] { Self.counts(try output.read()) }

  /// The round trips of the connections that ended after the first `count`, of which there is one at least.
  func awaitConnections(after count: Int) throws -> [Int] {
    try output.await { lines in
      let counts = Self.counts(lines)
      return counts.count > count ? Array(counts[count...]) : nil
    }
  }

  private static func counts(_ lines: [Substring]) -> [Int] {
    lines.filter { $0.hasPrefix("round-trips ") }.compactMap { Int($0.dropFirst(12)) }
  }
}
