import Glibc
import TestFiles
import Testing

/// The built program under strace, which kills it or fails its calls in the kernel's place.
@Suite struct KernelMatrixTests {
  @Test(
    .enabled(if: Strace.isExpected, "strace is missing, or may not trace here"),
    arguments: [
      "pwrite64", "fsync", "fdatasync", "ftruncate", "renameat2", "unlinkat", "utimensat", "mkdirat",
      "openat",
      "close",
    ])
  func `kill -9 at the nth call of a kind, for every n, loses nothing and stores nothing twice`(
    _ call: String
  ) throws {
    // Loading the program opens and closes many files.
    let everyday = ["openat", "close"].contains(call) ? 64 : 8
    try run(call, .kill, stride: everyday) { run, wasHit in
      #expect(run.status == (wasHit ? 128 + SIGKILL : 0), "\(run)")
    }
  }

  @Test(
    .enabled(if: Strace.isExpected, "strace is missing, or may not trace here"),
    arguments: ["pwrite64", "fsync", "fdatasync", "ftruncate"], [KernelFault.Effect.full, .broken])
  func `a disk that fails the nth write or flush of a thread costs a run, and no message`(
    _ call: String, _ effect: KernelFault.Effect
  ) throws {
    try run(call, effect, stride: 16) { run, _ in
      #expect(run.status == 0 || run.status == 74, "\(run)")
    }
  }

  private func run(
    _ call: String, _ effect: KernelFault.Effect, stride everyday: Int, _ look: (CommandRun, Bool) -> Void
  ) throws {
    let ground = try CrashBench.Ground()
    let stride = MatrixExtent.stride(everyday)
    var number = 1
    while true {
      let cell = try CrashBench(ground, deletes: true)
      let (run, wasHit) = try cell.disturbed(
        KernelFault(call: call, effect: effect, number: number))
      look(run, wasHit)
      try cell.expectAllIsWell("\(call) \(number), \(effect.rawValue)")
      if !wasHit { break }
      number += stride
    }
    #expect(number > 1)
  }
}
