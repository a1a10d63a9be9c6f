import Fetching
import Maildir
import SystemPackage
import TestFiles
import Testing

/// Whole syncs, every system call of which goes wrong in turn.
@Suite struct SystemCallMatrixTests {
  /// A row of the matrix: a policy and a kind of trouble, met at call 1, 2, 3 … until a sync ends unharmed.
  struct Row: Sendable, CustomTestStringConvertible {
    let policy: MatrixBench.Policy
    let trouble: Trouble.Kind
    let ordinal: Int

    var testDescription: String { "\(trouble), \(policy)" }

    static func rows(_ troubles: [Trouble.Kind]) -> [Row] {
      let pairs = MatrixBench.Policy.allCases.flatMap { policy in troubles.map { (policy, $0) } }
      return pairs.enumerated().map { Row(policy: $1.0, trouble: $1.1, ordinal: $0) }
    }
  }

  static let errors: [Errno] = [.noSpace, .ioError, .readOnlyFileSystem]

  @Test(arguments: Row.rows(errors.map { .once($0) } + errors.map { .fromThenOn($0) }))
  func `whichever system call of a sync fails: the next has every message once, no DELE came too soon`(
    _ row: Row
  ) async throws {
    try await run(row, stride: 12) { _ in }
  }

  @Test(arguments: Row.rows([.once(.interrupted), .cutShort]))
  func `whichever system call of a sync is interrupted or cut short, the sync goes on as if it had not been`(
    _ row: Row
  ) async throws {
    try await run(row, stride: 12) { report in
      #expect(report?.problem == nil && report?.fetched == MatrixMail.contents.count)
    }
  }

  private func run(
    _ row: Row, stride everyday: Int, _ look: (AccountReport?) -> Void
  ) async throws {
    let stride = MatrixExtent.stride(everyday)
    var number = MatrixExtent.start(row: row.ordinal, stride: stride)
    while true {
      let cell = try MatrixBench(MatrixMail.contents, policy: row.policy)
      let trouble = Trouble(row.trouble, at: number)
      look(try await cell.disturbed(calls: trouble.calls))
      try await cell.expectAllIsWell("\(row.testDescription), call \(number)")
      if !trouble.wasHit { break }
      number += stride
    }
    #expect(number > 60)
  }
}
