import Glibc
import TestFiles
import Testing

/// The built program, killed at every step of a fetch, and with every write of its files failing in turn.
@Suite struct CrashMatrixTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let deletes: Bool
    let kind: Fault.Kind
    let ordinal: Int
    var testDescription: String { "\(kind), \(deletes ? "delete" : "keep")" }

    static func rows(_ kinds: [Fault.Kind]) -> [Row] {
      let pairs = [false, true].flatMap { deletes in kinds.map { (deletes, $0) } }
      return pairs.enumerated().map { Row(deletes: $1.0, kind: $1.1, ordinal: $0) }
    }
  }

  @Test(arguments: Row.rows([.kill]))
  func `kill -9 at whichever step of a fetch: the next has every message once, no DELE came too soon`(
    _ row: Row
  ) throws {
    try run(row, in: .archive, stride: 8) { run, wasHit in
      #expect(run.status == (wasHit ? 128 + SIGKILL : 0), "\(run)")
    }
  }

  @Test(arguments: Row.rows([.full, .staysFull, .broken, .staysBroken]))
  func `whichever write of the index fails: the next has every message once, no DELE came too soon`(
    _ row: Row
  ) throws {
    try run(row, in: .index, stride: 16) { run, _ in
      // A fault that costs nothing is none; every other is the disk's.
      #expect(run.status == 0 || run.status == 74, "\(run)")
    }
  }

  @Test(arguments: Row.rows([.staysFull, .staysReadOnly, .broken]))
  func `whichever change of a file fails: the next has every message once, no DELE came too soon`(
    _ row: Row
  ) throws {
    try run(row, in: .archive, stride: 32) { run, _ in
      #expect(run.status == 0 || run.status == 74, "\(run)")
    }
  }

  @Test(arguments: Row.rows([.short]))
  func `a write that the kernel cuts short is finished, whichever it is`(_ row: Row) throws {
    try run(row, in: .archive, stride: 32) { run, _ in run.succeeds() }
  }

  /// Lets the fault befall a fetch at step 1, 2, 3 … until one comes to its end without it.
  private func run(
    _ row: Row, in place: Fault.Place, stride everyday: Int, _ look: (CommandRun, Bool) -> Void
  ) throws {
    let ground = try CrashBench.Ground()
    let stride = MatrixExtent.stride(everyday)
    var number = MatrixExtent.start(row: row.ordinal * 3, stride: stride)
    while true {
      let cell = try CrashBench(ground, deletes: row.deletes)
      let (run, wasHit) = try cell.disturbed(Fault(kind: row.kind, place: place, number: number))
      look(run, wasHit)
      try cell.expectAllIsWell("\(row.testDescription), step \(number)")
      if !wasHit { break }
      number += stride
    }
    #expect(number > 20)
  }
}
