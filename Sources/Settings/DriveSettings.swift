/// A drive that copies of the archive go to, and what is done without being told when it is there.
package struct DriveSettings: Sendable, Equatable {
  package enum Backup: String, Sendable, CaseIterable {
    /// The daemon copies as soon as it sees the drive.
    case whenAttached
    /// Somebody says `popkeep backup`.
    case byHand
  }

  /// The name that `backup add` gave it.
  package var name: String
  package var backup: Backup
  /// Per cent of the copies that were there before which the daemon reads when the drive is attached, and once a day while
  /// it stays, 0 to 100.
  package var verify: Int
  package var hooks: DriveHooks

  package init(name: String, backup: Backup = .byHand, verify: Int = 1, hooks: DriveHooks = .none) {
    self.name = name
    self.backup = backup
    self.verify = verify
    self.hooks = hooks
  }
}

/// The programs that a drive has for what may happen to it.
package struct DriveHooks: Sendable, Equatable {
  /// A program for a drive that stays away.
  package struct Silence: Sendable, Equatable {
    package var hook: Hook
    /// Seconds.
    package var after: Int64

    package init(_ hook: Hook, after: Int64) {
      self.hook = hook
      self.after = after
    }
  }

  /// Copies were made, and the drive may be unplugged.
  package var onBackup: Hook?
  /// A run over the drive has failed, or a copy on it is damaged.
  package var onFailure: Hook?
  /// The drive was not seen for long.
  package var onSilence: Silence?

  package init(onBackup: Hook? = nil, onFailure: Hook? = nil, onSilence: Silence? = nil) {
    self.onBackup = onBackup
    self.onFailure = onFailure
    self.onSilence = onSilence
  }

  package static let none = DriveHooks()
}
