import Glibc

/// Which disks the system itself lies on: a copy there is lost along with it.
struct SystemDisks {
  private let disks: Set<String>

  /// - Parameter table: what is mounted.
  init(_ table: [MountedFileSystem]) {
    let paths: Set<String> = [
      "/", "/usr", "/var", "/home", "/boot", "/boot/efi", "/efi", "/opt", "/srv", "/tmp",
    ]
    disks = Set(table.filter { paths.contains($0.path) }.map { Self.disk(ofDevice: $0.device) })
  }

  func hold(_ device: String) -> Bool { disks.contains(Self.disk(ofDevice: device)) }

  /// The disk that a partition is of, as the kernel's device tree has it; what is no partition is its own.
  static func disk(ofDevice number: String) -> String {
    guard let path = realPath("/sys/dev/block/\(number)") else { return number }
    guard access("\(path)/partition", F_OK) == 0 else { return path }
    return path.split(separator: "/").dropLast().map { "/\($0)" }.joined()
  }

  /// The path without links; nil where there is nothing.
  static func realPath(_ path: String) -> String? {
    guard let buffer = realpath(path, nil) else { return nil }
    defer { free(buffer) }
    return String(cString: buffer)
  }
}
