import Backup
import CGlibc
import Dispatch
import Glibc
import Synchronization

/// Sees file systems being mounted and unmounted, on a thread of its own that sleeps in between.
///
/// The kernel lets whoever polls the mount table know of each change (proc(5), `/proc/self/mountinfo`). A stick that is
/// plugged in makes several at a time: they are told of as one, once the table has been quiet for a while.
package final class MountWatch: Sendable {
  private let wake: (reading: Int32, writing: Int32)
  private let isOver = DispatchGroup()

  /// Watches from here on; nil where there is no mount table, or no thread.
  ///
  /// - Parameters:
  ///   - quiet: how long the table must not change before it is told that it has.
  ///   - longest: after which it is told even of a table that goes on changing.
  ///   - changed: is told, on the watch's thread.
  package init?(
    quiet: Duration = .seconds(1), longest: Duration = .seconds(10), changed: @escaping @Sendable () -> Void
  ) {
    let table = open(MountTable.path, O_RDONLY | O_CLOEXEC)
    var ends: [Int32] = [-1, -1]
    guard table >= 0 else { return nil }
    guard pipe2(&ends, O_CLOEXEC) == 0 else {
      close(table)
      return nil
    }
    wake = (ends[0], ends[1])
    let (waked, isOver) = (ends[0], isOver)
    isOver.enter()
    let isStarted = DetachedThread.start {
      Self.watch(table, until: waked, quiet: quiet, longest: longest, changed)
      close(table)
      isOver.leave()
    }
    if !isStarted {
      close(table)
      isOver.leave()
      return nil
    }
  }

  deinit {
    stop()
    close(wake.reading)
    close(wake.writing)
  }

  /// Ends the watch; once this has returned nothing more is told.
  package func stop() {
    var octet: UInt8 = 0
    // One octet stays in the pipe: whoever looks sees it.
    _ = write(wake.writing, &octet, 1)
    isOver.wait()
  }

  private static func watch(
    _ table: Int32, until wake: Int32, quiet: Duration, longest: Duration, _ changed: () -> Void
  ) {
    while let isChanged = wait(table, wake, until: nil) {
      guard isChanged else { continue }
      let limit = ContinuousClock.now + longest
      while true {
        let deadline = min(ContinuousClock.now + quiet, limit)
        guard let isChanged = wait(table, wake, until: deadline) else { return }
        if !isChanged || ContinuousClock.now >= limit { break }
      }
      changed()
    }
  }

  /// True where the table has changed, false where it has not by `deadline`; nil at the end of the watch.
  private static func wait(_ table: Int32, _ wake: Int32, until deadline: ContinuousClock.Instant?) -> Bool? {
    while true {
      var waited = [
        pollfd(fd: table, events: Int16(POLLPRI), revents: 0),
        pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&waited, 2, deadline.map(Waiting.milliseconds) ?? -1)
      if count < 0 && errno == EINTR { continue }
      if count < 0 || waited[1].revents != 0 { return nil }
      // A change is told as an error, and taken by being told.
      if waited[0].revents != 0 { return true }
      if count == 0 { return false }
    }
  }
}
