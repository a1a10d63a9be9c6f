import Glibc
import TestFiles

/// A loop device on an image, for drivers that want a device.
struct LoopDevice {
  let path: String

  init(_ image: String, log: String) throws {
    let output = try DriveTool.run(["losetup", "--find", "--show", image], log: log)
    path = String(output.prefix { $0 != "\n" })
  }

  /// It goes when its last user does, which may be now.
  func release() {
    let device = open(path, O_RDONLY | O_CLOEXEC)
    guard device >= 0 else { return }
    defer { close(device) }
    // LOOP_CLR_FD; that somebody else has let go of it already is as well.
    _ = ioctl(device, 0x4C01, 0)
  }

  /// The name of the loop device that holds an image; nil where none does.
  static func of(_ image: String) throws -> String? {
    try folderNames("/sys/block").first { device in
      let file = "/sys/block/\(device)/loop/backing_file"
      guard access(file, R_OK) == 0 else { return false }
      // It may go between the look and the reading.
      do { return try String(decoding: readFile(file), as: UTF8.self) == "\(image)\n" } catch { return false }
    }
  }
}
