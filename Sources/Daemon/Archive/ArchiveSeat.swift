package import Archive
package import Fetching
import Synchronization
import SystemPackage

/// The archive of a daemon, which may go and come back: a disk that is unmounted, a drive that is pulled.
///
/// It is open for as long as its path leads to it. Where it does not, it is let go of, so that the disk can be mounted
/// again, and each run finds out whether it is back. Another archive at the same path is never written to.
package final class ArchiveSeat: Sendable {
  private struct State {
    var archive: Archive?
    var id: String?
    var users = 0
    /// What was found out may hang on something that is only mended by opening it anew.
    var isDoubted = false
    /// Why it is not open.
    var openProblem: Problem?
    /// Why the last run could not use it.
    var runProblem: Problem?
  }

  let path: String
  private let state = Mutex(State())
  private let opened: @Sendable (Archive) -> Void

  /// - Parameter opened: is told whenever the archive was opened.
  package init(path: String, opened: @escaping @Sendable (Archive) -> Void) {
    self.path = path
    self.opened = opened
  }

  /// True where it was not there when it was looked for last.
  var isAway: Bool { state.withLock { $0.openProblem != nil } }

  /// True where another was at work on it when it was looked for last.
  var isTaken: Bool { state.withLock { $0.openProblem?.kind == .tryAgain } }

  /// Why the archive cannot be used, as far as is known.
  package var problem: Problem? { state.withLock { $0.openProblem ?? $0.runProblem } }

  /// Runs `body` with the archive, opened where it is not.
  package func with<Result>(_ body: (Archive) throws -> Result) throws -> Result {
    let archive = try take()
    defer { state.withLock { $0.users -= 1 } }
    return try body(archive)
  }

  /// The same where it is open, in its place and not in doubt. Else nothing is done, nor found out: who fetches does that.
  func withOpen<Result>(_ body: (Archive) throws -> Result) rethrows -> Result? {
    let archive = state.withLock { state -> Archive? in
      guard let archive = state.archive, !state.isDoubted, archive.isInPlace else { return nil }
      state.users += 1
      return archive
    }
    guard let archive else { return nil }
    defer { state.withLock { $0.users -= 1 } }
    return try body(archive)
  }

  /// True where whoever uses it for long is to let go of it: it is away, or is to be opened anew.
  var isToBeLeft: Bool { state.withLock { $0.openProblem != nil || $0.isDoubted } }

  /// Notes whether a run found the archive usable.
  package func note(_ problem: Problem?) {
    let trouble = problem?.scope == .archive ? problem : nil
    state.withLock { state in
      state.runProblem = trouble
      if trouble != nil { state.isDoubted = true }
    }
  }

  /// Lets go of an archive that is not in its place, and opens it where it is back.
  package func look() {
    // Why it cannot be opened is kept, and told by `problem`.
    do { try with { _ in } } catch { return }
  }

  private func take() throws -> Archive {
    let (archive, isNew) = try state.withLock { state -> (Archive, Bool) in
      if let archive = state.archive {
        let isStale = state.isDoubted && state.users == 0
        if archive.isInPlace, !isStale {
          state.users += 1
          return (archive, false)
        }
        // Whoever uses it still holds it; the last of them closes it.
        state.archive = nil
      }
      do {
        let archive = try open(&state)
        state.openProblem = nil
        state.users += 1
        return (archive, true)
      } catch {
        state.openProblem = Problem(classifying: error)
        throw error
      }
    }
    if isNew { opened(archive) }
    return archive
  }

  private func open(_ state: inout State) throws -> Archive {
    let archive = try Archive.open(FilePath(path), for: .writing, expecting: state.id)
    state.id = archive.marker.id
    state.isDoubted = false
    state.archive = archive
    return archive
  }
}
