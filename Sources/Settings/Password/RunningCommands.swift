import Glibc
import Synchronization

/// The password programs that run: whoever ends this process without ado takes them along.
package enum RunningCommands {
  private static let processes = Mutex<Set<pid_t>>([])

  static func add(_ process: pid_t) { _ = processes.withLock { $0.insert(process) } }

  static func remove(_ process: pid_t) { _ = processes.withLock { $0.remove(process) } }

  /// Ends them at once.
  package static func end() {
    for process in processes.withLock({ $0 }) { kill(process, SIGKILL) }
  }
}
