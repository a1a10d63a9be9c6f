import Archive
import Backup
import Fetching
import MailIndex
import Settings
import Synchronization

extension DriveDesk {
  /// How the drives stand, as the last look found them.
  func status(in archive: Archive) throws -> [DriveStatus] {
    let (attached, visit, progress, problems, unusable) = state.withLock { state in
      (state.attached, state.visit, state.progress, state.problems, state.unusable)
    }
    return try DriveStatus.of(
      archive, configured: parts.settings().map(\.name),
      lack: { [self] standing in
        if let row = standing.row { return try lack(of: row, in: archive) }
        return try lackOfNew(standing, in: archive)
      },
      now: { name, id in
        let failure = unusable.values.first { $0.drive == name }
        let isVisited = visit != nil && visit?.id == id
        return DriveStatus.Now(
          path: id.flatMap { attached[$0]?.path },
          // A run that has just begun has nothing to tell yet.
          progress: isVisited ? progress ?? .began(messages: 0, octets: 0) : nil,
          problem: failure.map(Problem.init) ?? problems[name])
      })
  }

  /// The names of the drives that the last look found.
  var attachedNames: Set<String> { state.withLock { Set($0.attached.values.map(\.name)) } }

  /// The same of a drive that no run has been with: it lacks all there is.
  private func lackOfNew(_ standing: DriveStanding, in archive: Archive) throws -> DriveLack {
    let last = try archive.asking { try $0.lastMessage() }
    if let known = state.withLock({ $0.lacks.ofNew }), known.last == last { return known.lack }
    let lack = try standing.lack(in: archive)
    state.withLock { $0.lacks.ofNew = (last, lack) }
    return lack
  }
}
