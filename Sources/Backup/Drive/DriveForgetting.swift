package import Archive
import MailIndex
import SystemPackage

/// Takes a drive out of what an archive knows.
package enum DriveForgetting {
  /// - Throws: `.unknown` where no drive of the archive has this name, `.attached` where it would be found again.
  package static func forget(
    _ name: String, in archive: Archive, mounted table: [MountedFileSystem]
  ) throws {
    let search = try DriveSearch(of: archive, in: table)
    if let there = search.attached.first(where: { $0.marker.name == name }) {
      throw DriveFailure(.attached(there.folder.path.string), name)
    }
    let noted = try archive.drivesNoted().compactMap { KnownDrive($0.bytes) }
    let rows = try archive.asking { try $0.drives() }
    let ids = Set(noted.filter { $0.name == name }.map(\.id) + rows.filter { $0.name == name }.map(\.drive))
    guard !ids.isEmpty else {
      throw DriveFailure(.unknown(Set(noted.map(\.name) + rows.map(\.name)).sorted()), name)
    }
    for row in rows where ids.contains(row.drive) { try archive.asking { try $0.forget(drive: row.id) } }
    for id in ids { try archive.forgetDrive(id) }
  }
}
