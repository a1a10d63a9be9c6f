import TestFiles
import TestServers

/// A true FAT32 in an image, filled and read by mtools, which need no mount.
package struct FATImage {
  private let files: TemporaryFolder
  private var image: String { files("fat32") }

  /// Copies the folder at `path`, with its name and all below it, onto a new FAT32 of so many megabytes.
  package init(of path: String, megabytes: Int = 64) throws {
    files = try TemporaryFolder()
    let image = files("fat32")
    try DriveTool.run(
      ["mkfs.vfat", "-C", "-F", "32", "-s", "1", image, "\(megabytes << 10)"], log: files("output"))
    try DriveTool.run(["mcopy", "-i", image, "-s", "-Q", "-m", path, "::/"], log: files("output"))
    try DriveTool.run(["fsck.vfat", "-n", image], log: files("output"))
  }

  /// Copies all of it into the folder at `path`.
  package func extract(to path: String) throws {
    try DriveTool.run(["mcopy", "-i", image, "-s", "-Q", "-m", "-n", "::*", path], log: files("output"))
  }
}
