import Daemon
import Glibc
import Settings
import UnixSignals

/// What a daemon is told by signals.
enum DaemonSignals {
  /// How long sessions have to end by themselves before they are cut, and then the process.
  private static let patience: Duration = .seconds(6)
  private static let grace: Duration = .seconds(3)

  /// Runs the daemon to its end: SIGTERM and SIGINT end it, SIGHUP has it read its configuration anew.
  static func obeying(_ daemon: Daemon) async throws {
    // Before the daemon says that it has started: who hears that may send a signal, and none is to kill it.
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await daemon.run() }
      group.addTask { await watch(daemon, signals) }
      try await group.next()
      group.cancelAll()
    }
  }

  private static func watch(_ daemon: Daemon, _ signals: UnixSignalsSequence) async {
    await withDiscardingTaskGroup { group in
      var isStopping = false
      for await signal in signals {
        if signal == .sighup {
          daemon.reload()
        } else if isStopping {
          daemon.cutShort()
        } else {
          isStopping = true
          daemon.stop()
          group.addTask { await end(daemon) }
        }
      }
      group.cancelAll()
    }
  }

  /// Sees to it that the process ends in time, whatever it waits for. What is committed by then is safe, and the rest
  /// is as after a power cut.
  private static func end(_ daemon: Daemon) async {
    do {
      try await Task.sleep(for: patience)
      daemon.cutShort()
      try await Task.sleep(for: grace)
    } catch { return }
    RunningCommands.end()
    _exit(0)
  }
}
