import TestFiles

/// What befalls a thread of the program at its Nth call of one kind, put in by strace where the kernel would.
///
/// strace counts each call of each thread for itself, so not every step of the process can be named by it: that
/// is what `Fault` is for. But no call escapes it, whatever library makes it.
struct KernelFault: Sendable {
  enum Effect: String, Sendable {
    case kill = "signal=SIGKILL"
    case full = "error=ENOSPC"
    case broken = "error=EIO"
  }

  let call: String
  let effect: Effect
  let number: Int

  /// What stands before the program; strace's log shows whether it came to this.
  func command(log: String) throws -> [String] {
    [
      try Strace.program(), "-f", "-o", log, "-e", "trace=\(call)", "-e",
      "inject=\(call):\(effect.rawValue):when=\(number)",
    ]
  }

  /// True where a log shows that the effect was put in.
  func wasHit(log: String) throws -> Bool {
    let text = String(decoding: try readFile(log), as: UTF8.self)
    return text.contains("(INJECTED)") || text.contains("+++ killed by SIGKILL +++")
  }
}
