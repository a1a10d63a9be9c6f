package import Backup
package import Fetching

extension Problem {
  /// What a failure of a drive means: its class, in words for a person, with the remedy.
  package init(_ failure: DriveFailure) {
    let (kind, isTemporary) = Self.kind(failure.code)
    self.init(kind, failure.description, hint: failure.hint, temporary: isTemporary)
  }

  /// The same for whatever ended a run with a drive.
  package init(ofDriveWork error: any Error) {
    if let failure = error as? DriveFailure { self.init(failure) } else { self.init(classifying: error) }
  }

  private static func kind(_ code: DriveFailure.Code) -> (Class, isTemporary: Bool) {
    switch code {
    case .noMountTable, .silent, .file, .unreliable, .tooLarge: (.disk, false)
    case .noFolder, .systemDisk, .sameDisk, .noDisk, .nameTaken, .badName, .unknown, .none, .attached:
      (.configuration, false)
    case .away, .twice, .stopped: (.tryAgain, true)
    case .anotherArchive, .badMarker, .newerFormat: (.badData, false)
    }
  }
}
