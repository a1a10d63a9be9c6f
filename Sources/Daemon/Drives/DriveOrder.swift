/// What somebody asked to have done with drives.
package enum DriveOrder: Sendable, Equatable {
  /// To copy to these, by names or paths; of none: to all that are attached.
  case backup(drives: [String], verifies: Bool)
  /// To read this one; a share of what is on it, or all.
  case verification(drive: String, share: Double?)

  /// True where the end of such a run with the drive is an answer.
  func isAnswered(by visit: DriveVisit) -> Bool {
    switch (self, visit.kind) {
    case (.backup(let drives, _), .backup):
      drives.isEmpty || drives.contains { [visit.name, visit.path, visit.mount].contains($0) }
    // What is read of one run need not be what another wants.
    case (.backup, .verification), (.verification, _): false
    }
  }
}

/// A run with a drive that goes on.
struct DriveVisit: Sendable, Equatable {
  enum Kind: Sendable, Equatable { case backup, verification }

  let kind: Kind
  let id: String
  let name: String
  /// Where its copy is.
  let path: String
  /// Where its file system is mounted.
  let mount: String
}
