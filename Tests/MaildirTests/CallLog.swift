import Maildir
import Synchronization
import SystemPackage

/// Watches system calls: keeps them in order, and makes one of them, or all from one on, fail.
final class CallLog: Sendable {
  private let seen = Mutex<[FileCall]>([])
  private let failsAt: Int?
  private let staysBroken: Bool
  private let error: Errno

  /// - Parameters:
  ///   - failsAt: the call that fails, counted from 1; nil: none does.
  ///   - staysBroken: all later calls fail too, as if the process had been killed there.
  init(failsAt: Int? = nil, staysBroken: Bool = false, error: Errno = .noSpace) {
    self.failsAt = failsAt
    self.staysBroken = staysBroken
    self.error = error
  }

  var calls: FileCalls { calls(unwritten: nil) }

  /// - Parameter unwritten: octets that wait for a disk, as if other programs had written them.
  func calls(unwritten: Int64?) -> FileCalls {
    FileCalls(
      watch: { [self] (call) throws(Errno) in
        let number = seen.withLock { calls in
          calls.append(call)
          return calls.count
        }
        guard let failsAt, number == failsAt || staysBroken && number > failsAt else { return }
        throw error
      }, unwritten: { unwritten })
  }

  var all: [FileCall] { seen.withLock { $0 } }

  func forget() { seen.withLock { $0.removeAll() } }

  /// False once a run had fewer calls than the one that was to fail.
  var wasHit: Bool { failsAt.map { all.count >= $0 } ?? false }
}
