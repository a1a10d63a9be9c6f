import Maildir
import Synchronization
import SystemPackage

/// Watches system calls: keeps them in order, and makes one of them, or all from one on, fail.
final class CallLog: Sendable {
  private let seen = Mutex<[FileCall]>([])
  private let fails: @Sendable (_ number: Int, _ calls: [FileCall]) -> Bool
  private let failsAt: Int?
  private let error: Errno

  /// - Parameters:
  ///   - failsAt: the call that fails, counted from 1.
  ///   - staysBroken: all later calls fail too, as if the process had been killed there.
  init(failsAt: Int, staysBroken: Bool, error: Errno) {
    self.failsAt = failsAt
    self.error = error
    fails = { number, _ in number == failsAt || staysBroken && number > failsAt }
  }

  /// Fails the `number`th rename, and no other call.
  init(failingRename number: Int) {
    failsAt = nil
    error = .ioError
    fails = { _, calls in
      calls.last?.operation == .rename && calls.count { $0.operation == .rename } == number
    }
  }

  /// Fails every call after this many files of messages have got their names.
  init(cutAfterNames number: Int) {
    failsAt = nil
    error = .ioError
    fails = { _, calls in
      calls.last?.operation != .rename
        && calls.count { $0.operation == .rename && $0.name.contains("popkeep,S=") } >= number
    }
  }

  var calls: FileCalls {
    FileCalls { [self] (call) throws(Errno) in
      let mustFail = seen.withLock { calls in
        calls.append(call)
        return fails(calls.count, calls)
      }
      if mustFail { throw error }
    }
  }

  /// False once a run had fewer calls than the one that was to fail.
  var wasHit: Bool { failsAt.map { number in seen.withLock { $0.count >= number } } ?? false }
}
