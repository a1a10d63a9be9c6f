import Maildir
import Synchronization
import SystemPackage

/// Watches the system calls on a drive: keeps them in order, and makes one of them, or all from one on, fail.
final class CallLog: Sendable {
  static let changes: [FileOperation] = [
    .create, .write, .rename, .link, .remove, .makeFolder, .setTimes, .flush, .flushFileSystem,
  ]

  private let seen = Mutex<[FileCall]>([])
  private let failsAt: Int?
  private let staysBroken: Bool
  private let error: Errno

  /// - Parameters:
  ///   - failsAt: the call that fails, counted from 1; nil: none does.
  ///   - staysBroken: all later calls fail too, as if the drive had been pulled there.
  init(failsAt: Int? = nil, staysBroken: Bool = false, error: Errno = .ioError) {
    self.failsAt = failsAt
    self.staysBroken = staysBroken
    self.error = error
  }

  /// - Parameter portion: the octets that a read or a write moves at the most.
  func calls(portion: Int? = nil) -> FileCalls {
    FileCalls(
      watch: { [self] (call) throws(Errno) in
        let number = note(call)
        guard let failsAt, number == failsAt || staysBroken && number > failsAt else { return }
        throw error
      }, portion: { _, octets in min(octets, portion ?? octets) })
  }

  /// Keeps a call; returns its number.
  func note(_ call: FileCall) -> Int {
    seen.withLock { calls in
      calls.append(call)
      return calls.count
    }
  }

  var all: [FileCall] { seen.withLock { $0 } }

  /// False once a run had fewer calls than the one that was to fail.
  var wasHit: Bool { failsAt.map { all.count >= $0 } ?? false }
}

extension FileCalls {
  /// Calls of which those that `isHit` picks fail.
  static func failing(
    _ error: Errno = .ioError, where isHit: @escaping @Sendable (FileCall) -> Bool
  ) -> FileCalls {
    FileCalls(watch: { (call) throws(Errno) in if isHit(call) { throw error } })
  }
}
