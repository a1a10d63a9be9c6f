import Glibc

/// What is said of a hook's program that has ended.
enum HookNote {
  static func line(_ subject: HookSubject, _ job: HookJob, _ result: HookResult, now: Int64) -> LogLine {
    let program = job.command.first ?? ""
    let trouble: String? =
      switch result.outcome {
      case .ended(status: 0): nil
      case .ended(let status): "ended with status \(status)"
      case .killed(let signal): "was ended by signal \(signal)"
      case .timedOut: "took longer than \(job.timeout.components.seconds) s, and was ended"
      case .stopped: "was ended, since popkeep ends"
      case .cannotRun(let code): "cannot be run: \(String(cString: strerror(code)))"
      }
    let said = result.complaint.isEmpty ? "" : ": \(result.complaint)"
    let level: LogLevel = trouble == nil ? (said.isEmpty ? .debug : .info) : .warning
    return line(level, subject, "the hook \(program) \(trouble ?? "has run")\(said)", now: now)
  }

  static func line(_ level: LogLevel, _ subject: HookSubject, _ message: String, now: Int64) -> LogLine {
    switch subject {
    case .account(let name): LogLine(level, message, time: now, account: name, stage: "hook")
    case .drive(let name): LogLine(level, message, time: now, stage: "hook", fields: [("drive", name)])
    }
  }
}
