import Glibc
import TestFiles
import TestServers

/// A drive while it is attached: its mount point, the process of its driver, its loop device.
struct DriveMount {
  let path: String
  /// Nil where the kernel is the driver, and once it has ended.
  private(set) var program: ChildProcess?

  init(
    of image: String, _ format: DriveFormat, in files: TemporaryFolder, at name: String, readOnly: Bool,
    rot: [String]
  ) throws {
    path = files("\(Self.prefix)\(getpid())-\(name)")
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw TestFileFailure(call: "mkdir", code: errno)
    }
    // The last user of the image may have ended just now: two loop devices on one file would not know of each other.
    try DriveTool.wait(for: "the end of the loop device of \(image)") { try LoopDevice.of(image) == nil }
    let log = files("output")
    switch format.driver(readOnly: readOnly) {
    case .kernel(let type):
      try Self.mount(image, as: type, at: path, readOnly: readOnly, log: log)
    case .program(let command, takesDevice: true):
      let device = try LoopDevice(image, log: log)
      // The device goes when its last user does.
      defer { device.release() }
      try start(command + [device.path, path], log: "/dev/null")
    case .program(let command, takesDevice: false):
      try start(command + [image, path], log: log)
    case .fatRules:
      let below = path + "-below"
      guard mkdir(below, 0o755) == 0 || errno == EEXIST else {
        throw TestFileFailure(call: "mkdir", code: errno)
      }
      try Self.mount(image, as: "ext4", at: below, readOnly: readOnly, log: log)
      // The program holds it from now on, and with it the image is let go of.
      defer { letGo(of: below) }
      try start(
        [try FATDriver.program(), below, path, "-f", "-s"] + rot + (readOnly ? ["-o", "ro"] : []),
        log: log)
    }
  }

  private static func mount(
    _ image: String, as type: String, at path: String, readOnly: Bool, log: String
  ) throws {
    // Two copies of one xfs have one id, by which it would refuse the second.
    let options = ["loop"] + (readOnly ? ["ro"] : []) + (type == "xfs" ? ["nouuid"] : [])
    try DriveTool.run(["mount", "-t", type, "-o", options.joined(separator: ","), image, path], log: log)
  }

  private mutating func start(_ command: [String], log: String) throws {
    program = try ChildProcess.start(command, log: log)
    do {
      try DriveTool.wait(for: "mount \(path)") {
        if try Self.mountPoints().contains(path) { return true }
        guard hasProgramEnded(within: .zero) else { return false }
        throw DriveTool.Failure(description: "the driver of \(path) has ended")
      }
    } catch {
      abandon()
      throw error
    }
  }

  private mutating func hasProgramEnded(within limit: Duration) -> Bool {
    guard let program else { return true }
    guard program.wait(limit) != nil else { return false }
    self.program = nil
    return true
  }

  /// Returns when all is in the image and nobody uses it any more.
  mutating func unmount() throws {
    try DriveTool.wait(for: "unmount \(path)") {
      do {
        try unmountEverywhere(path)
        return true
      } catch let failure as TestFileFailure where failure.code == EBUSY {
        return false
      }
    }
    // Only when it ends has the driver written all that it held.
    guard hasProgramEnded(within: .seconds(30)) else {
      throw DriveTool.Failure(description: "the driver of \(path) does not end")
    }
  }

  /// Returns the driver, which ends with the last file that is open.
  mutating func pull() throws -> ChildProcess? {
    try unmountEverywhere(path, MNT_DETACH)
    return program
  }

  mutating func vanish() throws {
    guard let program else { return try shutDown() }
    kill(program.id, SIGKILL)
    _ = hasProgramEnded(within: .seconds(30))
  }

  /// Whatever state it is in: nothing is mounted when this returns, and no driver runs.
  mutating func abandon() {
    letGo(of: path)
    if !hasProgramEnded(within: .zero) { program?.end() }
    program = nil
  }

  private func letGo(of path: String) {
    do { try unmountEverywhere(path, MNT_DETACH) } catch {}
  }

  /// What the kernel does with a file system whose device has failed: no call succeeds any more, and nothing that waits
  /// is written (FS_IOC_SHUTDOWN without a flush of the journal).
  private func shutDown() throws {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw TestFileFailure(call: "open \(path)", code: errno) }
    defer { close(folder) }
    var withoutJournal: UInt32 = 2
    guard ioctl(folder, 0x8004_587D, &withoutJournal) == 0 else {
      throw TestFileFailure(call: "shut down \(path)", code: errno)
    }
  }

  private static let prefix = "mounted-by-"

  static func mountPoints() throws -> [String] {
    String(decoding: try readFile("/proc/self/mounts"), as: UTF8.self).split(separator: "\n")
      .compactMap { $0.split(separator: " ").dropFirst().first.map(String.init) }
  }

  /// Unmounts what runs that are gone have left.
  static func removeLeftovers() { _ = leftovers }

  private static let leftovers: Void = {
    do {
      for path in try mountPoints() {
        guard let name = path.split(separator: "/").last, name.hasPrefix(prefix),
          path.contains("/popkeep-test-"),
          let id = pid_t(name.dropFirst(prefix.count).prefix { $0 != "-" }), kill(id, 0) != 0, errno == ESRCH
        else { continue }
        umount2(path, Int32(MNT_DETACH))
      }
    } catch {}
  }()
}
