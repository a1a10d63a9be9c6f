/// A file system and where it is mounted.
package struct MountedFileSystem: Sendable, Equatable {
  /// An absolute path.
  package let path: String
  /// `ext4`, `exfat`, `fuseblk`, …
  package let type: String
  /// What is mounted: a device mostly.
  package let source: String
  package let isReadOnly: Bool
  /// The device's number as the kernel writes it: `8:17`.
  package let device: String

  package init(path: String, type: String, source: String, isReadOnly: Bool, device: String) {
    self.path = path
    self.type = type
    self.source = source
    self.isReadOnly = isReadOnly
    self.device = device
  }

  /// True where a program serves it: what a flush of the whole file system tells the kernel never reaches that program.
  package var isInUserSpace: Bool { type == "fuse" || type.hasPrefix("fuse.") || type == "fuseblk" }

  /// True where it lies on another machine, and looking at it may take as long as that one likes.
  package var isRemote: Bool { Self.remote.contains(type) }

  /// False for what the kernel makes up, and for what is mounted by looking at it.
  package var holdsFiles: Bool { !Self.madeUp.contains(type) }

  /// True where it keeps what is written in memory, or in other folders that are mounted elsewhere.
  var isNoDisk: Bool { ["tmpfs", "ramfs", "overlay", "aufs", "devtmpfs", "zram"].contains(type) }

  private static let remote: Set<String> = [
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "afs", "glusterfs", "fuse.sshfs", "fuse.rclone",
    "fuse.glusterfs", "fuse.davfs2", "davfs", "ncpfs",
  ]

  private static let madeUp: Set<String> = [
    "autofs", "binfmt_misc", "bpf", "cgroup", "cgroup2", "configfs", "debugfs", "devpts", "devtmpfs",
    "efivarfs",
    "fuse.gvfsd-fuse", "fuse.portal", "fusectl", "hugetlbfs", "mqueue", "nsfs", "proc", "pstore", "ramfs",
    "rpc_pipefs", "securityfs", "selinuxfs", "squashfs", "sysfs", "tracefs",
  ]

  /// True where `path` is on it, by name alone.
  package func contains(_ other: String) -> Bool {
    path == "/" || other == path || other.hasPrefix("\(path)/")
  }

  /// `other`, which it contains, as seen from its root; empty for the root itself.
  package func place(of other: String) -> String {
    String(other.dropFirst(path == "/" ? 1 : min(path.utf8.count + 1, other.utf8.count)))
  }

  /// The path of a place below its root.
  package func path(of place: String) -> String {
    if place.isEmpty { return path }
    return path == "/" ? "/\(place)" : "\(path)/\(place)"
  }
}
