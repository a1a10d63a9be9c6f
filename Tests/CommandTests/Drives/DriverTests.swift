import Glibc
import TestDrives
import TestFiles
import TestServers
import Testing

/// What the drivers of drives do with a flush: what the tests on them count on.
@Suite(.enabled(if: Drive.isPossible, "takes root, loop devices and FUSE")) struct DriverTests {
  @Test(
    .enabled(if: Strace.isExpected, "strace is missing, or may not trace here"),
    arguments: DriveFormat.userSpace)
  func `a flush of a file, and of a folder, reaches what the driver keeps it in`(format: DriveFormat) throws {
    let drive = try Drive(format)
    try drive.attach()
    guard mkdir("\(drive.path)/folder", 0o700) == 0 else { throw SystemFailure("mkdir") }
    // A driver may see that there is nothing to flush: something has changed just before.
    for name in ["folder/file", "folder"] {
      try writeFile("\(drive.path)/folder/file", Array("text for the \(name)".utf8))
      let flushes = try flushes(of: try #require(drive.driver)) {
        let opened = open("\(drive.path)/\(name)", O_RDONLY | O_CLOEXEC)
        defer { close(opened) }
        guard opened >= 0, fsync(opened) == 0 else { throw SystemFailure("fsync \(name)") }
      }
      #expect(flushes > 0, "of the \(name)")
    }
    try drive.detach()
  }

  @Test(arguments: DriveFormat.allCases)
  func `a drive keeps what was written when it is detached, elsewhere too, and not when it is read-only`(
    format: DriveFormat
  ) throws {
    let drive = try Drive(format)
    try drive.attach()
    try writeFile("\(drive.path)/file", Array("text".utf8))
    try drive.detach()
    let copy = try drive.copy()
    try copy.attach(at: "copy")
    try drive.attach(at: "other", readOnly: true)
    #expect(try readFile("\(drive.path)/file") == Array("text".utf8))
    #expect(try readFile("\(copy.path)/file") == Array("text".utf8))
    #expect(throws: TestFileFailure.self) { try writeFile("\(drive.path)/new", []) }
    #expect(
      format.takesColon == (access("\(copy.path)/a:b", F_OK) != 0 && mkdir("\(copy.path)/a:b", 0o700) == 0))
    #expect(format.seesCase == (access("\(copy.path)/FILE", F_OK) != 0))
  }

  @Test(arguments: DriveFormat.allCases)
  func `a drive is let go of by mount namespaces that were made while it was attached`(format: DriveFormat)
    throws
  {
    let drive = try Drive(format)
    for lets in [{ try drive.detach() }, { try drive.pull() }] {
      try drive.attach()
      let other = try MountCopy()
      defer { other.end() }
      #expect(try other.mounts().contains(drive.path))
      let path = drive.path
      try lets()
      #expect(try !other.mounts().contains(path))
    }
    try drive.attach()
  }

  @Test(arguments: DriveFormat.allCases)
  func `a device that is gone answers nothing, and comes back with what was flushed`(format: DriveFormat)
    throws
  {
    let drive = try Drive(format)
    try drive.attach()
    try writeFile("\(drive.path)/file", Array("text".utf8))
    for name in ["file", "."] {
      let opened = open("\(drive.path)/\(name)", O_RDONLY | O_CLOEXEC)
      guard opened >= 0, fsync(opened) == 0 else { throw SystemFailure("fsync \(name)") }
      close(opened)
    }
    try drive.vanish()
    #expect(throws: TestFileFailure.self) { try writeFile("\(drive.path)/new", []) }
    try drive.pull()
    try drive.attach()
    #expect(try readFile("\(drive.path)/file") == Array("text".utf8))
    try writeFile("\(drive.path)/new", Array("more".utf8))
    try drive.detach()
  }

  /// How often the process flushes a file of its own while `body` runs.
  private func flushes(of process: pid_t, during body: () throws -> Void) throws -> Int {
    let files = try TemporaryFolder()
    let command = [
      try Strace.program(), "-f", "-p", "\(process)", "-e", "trace=fsync,fdatasync", "-o", files("trace"),
    ]
    let strace = try ChildProcess.start(command, log: files("log"))
    defer { strace.end() }
    let deadline = ContinuousClock.now + .seconds(20)
    while try !contents(files("log")).contains("attached") {
      guard ContinuousClock.now < deadline else { throw SystemFailure("attach to \(process)", ETIMEDOUT) }
      poll(nil, 0, 2)
    }
    try body()
    // The call that the body waited for is in the trace when strace has seen its end.
    while try !contents(files("trace")).contains("sync("), ContinuousClock.now < deadline { poll(nil, 0, 2) }
    return try contents(files("trace")).matches(of: /sync\(/).count
  }

  private func contents(_ path: String) throws -> String {
    access(path, F_OK) == 0 ? String(decoding: try readFile(path), as: UTF8.self) : ""
  }
}
