import Glibc
import TestFiles
import TestServers

/// A file system that an external drive may have, with the driver that tests mount it by.
///
/// exFAT and NTFS are mounted by the programs that Debian has for them. Debian's program for FAT, fusefat, loses what it
/// is given (two files that grow by turns lose clusters): where the kernel knows no FAT either, a program of the tests
/// keeps its rules over an ext4.
package enum DriveFormat: String, CaseIterable, Sendable {
  case ext4, xfs, exfat, fat32, ntfs

  /// What mounts it.
  enum Driver: Sendable {
    /// The kernel, by a loop device; the type that it knows the file system by.
    case kernel(String)
    /// A program that stays, given the image or a loop device on it; its command up to these.
    case program([String], takesDevice: Bool)
    /// The program of the tests, over an ext4 that it is given the folder of.
    case fatRules
  }

  func driver(readOnly: Bool) -> Driver {
    switch self {
    case .ext4: .kernel("ext4")
    case .xfs: .kernel("xfs")
    case .exfat: .program(["mount.exfat-fuse", "-d"] + (readOnly ? ["-o", "ro"] : []), takesDevice: true)
    case .ntfs:
      // As desktops mount it: names that Windows would refuse are refused.
      .program(
        ["ntfs-3g", "-o", "no_detach,windows_names" + (readOnly ? ",ro" : "")], takesDevice: false)
    case .fat32 where Self.kernelHasFAT: .kernel("vfat")
    case .fat32: .fatRules
    }
  }

  /// Octets of the smallest file system that is of this kind beyond doubt; images are sparse.
  package var smallest: Int {
    switch self {
    case .ext4: 16 << 20
    case .xfs: 320 << 20
    case .exfat, .ntfs: 16 << 20
    // Fewer clusters than 65,525 would make a FAT16.
    case .fat32: 40 << 20
    }
  }

  /// The command that makes one in an image.
  func command(_ image: String, label: String) -> [String] {
    switch self {
    case .ext4: ["mkfs.ext4", "-q", "-F", "-m", "0", "-E", "nodiscard", "-L", label, image]
    case .xfs: ["mkfs.xfs", "-q", "-L", label, image]
    case .exfat: ["mkfs.exfat", "-L", label, image]
    case .fat32 where Self.kernelHasFAT:
      ["mkfs.vfat", "-F", "32", "-s", "1", "-n", label.uppercased(), image]
    case .fat32: DriveFormat.ext4.command(image, label: label)
    case .ntfs: ["mkfs.ntfs", "-F", "-Q", "-q", "-L", label, image]
    }
  }

  /// Those that are mounted by a program here.
  package static let userSpace = allCases.filter(\.isInUserSpace)

  /// True where a program keeps the files, not the kernel.
  package var isInUserSpace: Bool {
    switch driver(readOnly: false) {
    case .kernel: false
    case .program, .fatRules: true
    }
  }

  /// Names may hold a colon.
  package var takesColon: Bool {
    switch self {
    case .ext4, .xfs: true
    case .exfat, .fat32, .ntfs: false
    }
  }

  /// Names that differ only in case are one name.
  package var seesCase: Bool {
    switch self {
    case .ext4, .xfs: true
    // The driver takes names as they are; Windows does not.
    case .ntfs: true
    case .exfat, .fat32: false
    }
  }

  /// FAT is mounted by the kernel, not by the program of the tests.
  package static let kernelHasFAT: Bool = {
    do {
      return try String(decoding: readFile("/proc/filesystems"), as: UTF8.self).split(
        whereSeparator: \.isWhitespace
      )
      .contains("vfat")
    } catch { return false }
  }()
}
