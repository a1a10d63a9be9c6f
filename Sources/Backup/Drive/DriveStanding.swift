package import Archive
package import MailIndex

/// What an archive remembers of one of its drives, attached or not.
package struct DriveStanding: Sendable {
  /// 32 hexadecimal digits.
  package let id: String
  package let name: String
  /// What was recorded when it was seen; nil: no run has been with it yet.
  package let row: DriveRow?

  /// Every drive that was ever added, by name: those that are noted beside the index, and those that it knows alone.
  package static func all(of archive: Archive) throws -> [DriveStanding] {
    let rows = try archive.asking { try $0.drives() }
    var names = Dictionary(rows.map { ($0.drive, $0.name) }, uniquingKeysWith: { first, _ in first })
    for known in try archive.drivesNoted().compactMap({ KnownDrive($0.bytes) }) {
      names[known.id] = known.name
    }
    return names.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map { id, name in
      DriveStanding(id: id, name: name, row: rows.first { $0.drive == id })
    }
  }

  /// What it does not have; this reads the rows of what it lacks.
  package func lack(in archive: Archive) throws -> DriveLack {
    try archive.asking { index in
      if let row { return try index.lack(of: row.id) }
      return try index.lackOfNewDrive()
    }
  }
}
