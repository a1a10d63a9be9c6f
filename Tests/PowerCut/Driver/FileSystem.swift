import TestServers

/// A file system that an archive may lie on.
enum FileSystem: String, CaseIterable {
  case ext4, xfs, btrfs

  /// True where this machine can make one.
  var isInstalled: Bool { ChildProcess.locate("mkfs.\(rawValue)") != nil }

  /// What a disk of it holds, in megabytes: xfs is not made smaller than 300.
  var megabytes: Int {
    switch self {
    case .ext4: 256
    case .xfs, .btrfs: 320
    }
  }

  /// The command that makes one in an image file. What could be left to do until it is mounted is done here, so
  /// that what a disk is asked for later comes from popkeep.
  func command(_ image: String) -> [String] {
    switch self {
    case .ext4:
      ["mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0,nodiscard", image]
    case .xfs: ["mkfs.xfs", "-q", image]
    case .btrfs: ["mkfs.btrfs", "-q", image]
    }
  }

  /// Octets that a disk writes whole or not at all. ext4 replays whole blocks from its journal, whatever became of
  /// them. xfs and btrfs count on blocks of 4 KB: torn within one, xfs finds a wrong checksum when it replays its log,
  /// and btrfs has lost its superblock. That is theirs, and tells nothing of popkeep.
  var units: [Int] {
    switch self {
    case .ext4: [512, 4096]
    case .xfs, .btrfs: [4096]
    }
  }

  /// Cuts, where nobody asked for another number.
  var usualCuts: Int {
    switch self {
    case .ext4: 50
    case .xfs, .btrfs: 15
    }
  }
}
