import DemoServer
import TestFiles
import TestServers
import Testing

/// Whole syncs over a line that ends at every octet and at every command in turn.
@Suite struct StreamMatrixTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let ending: Ending
    let policy: MatrixBench.Policy
    let isSecure: Bool
    let ordinal: Int
    var testDescription: String { "\(ending), \(policy)\(isSecure ? ", TLS" : "")" }

    /// How long the sync waits on a silent line.
    var patience: Duration {
      switch ending {
      case .silence: .milliseconds(150)
      case .close, .drop, .reset: .seconds(20)
      }
    }

    static func rows(_ endings: [Ending]) -> [Row] {
      let cells = [false, true].flatMap { isSecure in
        MatrixBench.Policy.allCases.flatMap { policy in endings.map { ($0, policy, isSecure) } }
      }
      return cells.enumerated().map {
        Row(ending: $1.0, policy: $1.1, isSecure: $1.2, ordinal: $0)
      }
    }
  }

  @Test(arguments: Row.rows([.close, .drop, .reset]))
  func `after whichever octet from the server the line ends, the next sync has every message, once`(
    _ row: Row
  ) async throws {
    try await cut(row, stride: 37)
  }

  @Test(arguments: Row.rows([.silence]))
  func `after whichever octet from the server it falls silent, the next sync has every message, once`(
    _ row: Row
  ) async throws {
    try await cut(row, stride: 149)
  }

  @Test(arguments: Row.rows([.close, .drop, .reset]), [false, true])
  func `before whichever command or after whichever the line ends, the next sync has every message, once`(
    _ row: Row, isServed: Bool
  ) async throws {
    let identity = try row.isSecure ? MatrixBench.Certified() : nil
    var number = 1
    while true {
      let cut = SharedCount(1)
      let (ordinal, ending) = (number, row.ending)
      var quirks = Quirks()
      quirks.verdict = { request in
        guard request.connection == 1, request.ordinal == ordinal, cut.take() else { return nil }
        return isServed ? .serveCut(after: 0, ending) : .end(ending)
      }
      let cell = try MatrixBench(MatrixMail.short, policy: row.policy, quirks: quirks, identity: identity)
      _ = try await cell.disturbed()
      let wasCut = !cut.take()
      try await cell.expectAllIsWell("\(row.testDescription), command \(number)")
      if !wasCut { break }
      number += 1
    }
    #expect(number > 8)
  }

  @Test(arguments: CuttingRelay.Direction.allCases, [Ending.drop, .reset])
  func `after whichever octet of TLS, either way, the line ends, the next sync has every message, once`(
    _ direction: CuttingRelay.Direction, _ ending: Ending
  ) async throws {
    let identity = try MatrixBench.Certified()
    let stride = MatrixExtent.stride(direction == .toClient ? 149 : 53)
    var octets = MatrixExtent.start(row: ending == .drop ? 0 : 29, stride: stride)
    while true {
      let cell = try MatrixBench(MatrixMail.short, policy: .delete, identity: identity)
      let relay = try CuttingRelay(
        to: cell.server.port, cutting: direction, after: octets, ending: ending)
      defer { relay.stop() }
      _ = try await cell.disturbed(port: relay.port)
      try await cell.expectAllIsWell("\(ending), \(direction), octet \(octets)")
      if !relay.wasCut { break }
      octets += stride
    }
    #expect(octets > 500)
  }

  /// Ends the first connection of a sync after octet k, for k in steps until a sync ends unharmed.
  private func cut(_ row: Row, stride everyday: Int) async throws {
    let identity = try row.isSecure ? MatrixBench.Certified() : nil
    let stride = MatrixExtent.stride(everyday)
    var octets = MatrixExtent.start(row: row.ordinal * 5, stride: stride)
    while true {
      var quirks = Quirks()
      quirks.cuts = [.init(.afterOctets(octets), ending: row.ending, connection: 1)]
      let cell = try MatrixBench(MatrixMail.short, policy: row.policy, quirks: quirks, identity: identity)
      _ = try await cell.disturbed(timeout: row.patience)
      let wasCut = cell.server.server.counts.cut > 0
      try await cell.expectAllIsWell("\(row.testDescription), octet \(octets)")
      if !wasCut { break }
      octets += stride
    }
    #expect(octets > 400)
  }
}
