package import Archive
import MailIndex
import SystemPackage

/// Which drives a command is about.
package enum DriveChoice {
  /// The drives of `search` that are attached; where two say that they are the same, neither unless one alone is as
  /// it was left.
  ///
  /// - Returns: the drives, and why others cannot be used.
  package static func all(
    _ search: DriveSearch, of archive: Archive
  ) throws -> (drives: [AttachedDrive], failures: [DriveFailure]) {
    var drives: [AttachedDrive] = []
    var failures = search.failures
    let groups = Dictionary(grouping: search.attached, by: \.marker.id)
    for (id, group) in groups.sorted(by: { $0.key < $1.key }) {
      guard group.count > 1 else {
        drives += group
        continue
      }
      let stamps = try archive.asking { index in
        try index.drive(id, name: "", create: false, now: 0)?.stamp?.split(separator: " ").map(String.init)
          ?? []
      }
      let asLeft = group.filter { $0.folder.state.map { stamps.contains($0.stamp) } ?? false }
      if asLeft.count == 1 {
        drives += asLeft
      } else {
        failures.append(
          DriveFailure(
            .twice(group.map(\.folder.path.string).sorted().joined(separator: " and ")), group[0].marker.name)
        )
      }
    }
    return (drives.sorted { $0.marker.name < $1.marker.name }, failures)
  }

  /// The drive of this name or at this path; where it is a path, nothing else is looked at.
  package static func one(
    _ text: String, _ search: @autoclosure () throws -> DriveSearch, of archive: Archive,
    in table: [MountedFileSystem]
  ) throws -> AttachedDrive {
    if text.contains("/") {
      guard let real = SystemDisks.realPath(text) else { throw DriveFailure(.noFolder, text) }
      if let drive = try DriveSearch.drive(at: real, of: archive, in: table) { return drive }
      let known = try archive.drivesNoted().compactMap { KnownDrive($0.bytes)?.name }
      throw DriveFailure(.unknown(known.sorted()), text)
    }
    let search = try search()
    let (drives, failures) = try all(search, of: archive)
    if let drive = drives.first(where: { $0.marker.name == text }) { return drive }
    if let failure = failures.first(where: { $0.drive == text }) { throw failure }
    if search.known.contains(where: { $0.name == text }) { throw DriveFailure(.away, text) }
    throw DriveFailure(.unknown(search.known.map(\.name).sorted()), text)
  }
}
