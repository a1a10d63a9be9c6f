import Glibc
import TestFiles
import TestServers
import Testing

@Suite struct SmokeTests {
  /// Servers, contenders, stopwatch and relay, with mailboxes so small that the figures mean nothing.
  @Test(.enabled(if: DovecotServer.isExpected))
  func `the bench runs, and every contender fetches what it is to fetch`() throws {
    let folder = try TemporaryFolder()
    // Dovecot, which does not run as root, passes through it.
    try #require(chmod(folder.path, 0o711) == 0)
    let run = try ChildProcess.start(
      [try program("popkeep-bench"), "--smoke", "--folder", folder.path], log: folder("output"))
    let status = run.wait(.seconds(300))
    if status == nil { run.end() }
    let output = String(decoding: try readFile(folder("output")), as: UTF8.self)
    #expect(status == 0, "\(output)")
    #expect(output.contains("## smoke:"), "\(output)")
    #expect(output.contains("popkeep / reader"), "\(output)")
    #expect(output.contains("popkeep: round trips"), "\(output)")
    #expect(try folderNames(folder.path) == ["output"], "the bench leaves something behind")
  }

  /// Few accounts, polled so often that the figures mean nothing.
  @Test(.enabled(if: DovecotServer.isExpected), arguments: ["demo", "dovecot"])
  func `the bench of the daemon runs on either server`(server: String) throws {
    let folder = try TemporaryFolder()
    try #require(chmod(folder.path, 0o711) == 0)
    let run = try ChildProcess.start(
      [
        try program("popkeep-bench"), "daemon", "--server", server, "--accounts", "20", "--every", "3",
        "--steady", "1", "--bursts", "1", "--folder", folder.path,
      ], log: folder("output"))
    let status = run.wait(.seconds(300))
    if status == nil { run.end() }
    let output = String(decoding: try readFile(folder("output")), as: UTF8.self)
    #expect(status == 0, "\(output)")
    #expect(output.contains("## daemon-\(server): 20 accounts"), "\(output)")
    #expect(output.contains("round 2, nothing new"), "\(output)")
    #expect(output.contains("peak memory"), "\(output)")
    #expect(try folderNames(folder.path) == ["output"], "the bench leaves something behind")
  }

  /// Few messages, so that the figures mean nothing; mu and notmuch are not asked.
  @Test func `the bench of finding runs, and every question is answered`() throws {
    let folder = try TemporaryFolder()
    let run = try ChildProcess.start(
      [
        try program("popkeep-bench"), "search", "--count", "60", "--rounds", "1", "--alone", "--folder",
        folder.path,
      ], log: folder("output"))
    let status = run.wait(.seconds(600))
    if status == nil { run.end() }
    let output = String(decoding: try readFile(folder("output")), as: UTF8.self)
    #expect(status == 0, "\(output)")
    #expect(output.contains("## First reading of 60 messages"), "\(output)")
    #expect(output.contains("| best first of many "), "\(output)")
    #expect(output.contains("## Lists"), "\(output)")
    #expect(try folderNames(folder.path) == ["output"], "the bench leaves something behind")
  }

  /// Few messages, so that the figures mean nothing; it mounts a file system of its own.
  @Test(
    .enabled(if: DovecotServer.isExpected),
    .enabled(
      if: geteuid() == 0 && access("/dev/loop-control", R_OK | W_OK) == 0, "takes root and a loop device"))
  func `the bench of backups runs, and each contender copies everything`() throws {
    let folder = try TemporaryFolder()
    try #require(chmod(folder.path, 0o711) == 0)
    let run = try ChildProcess.start(
      [
        try program("popkeep-bench"), "--case", "backup", "--messages", "300", "--rounds", "1", "--folder",
        folder.path,
      ], log: folder("output"))
    let status = run.wait(.seconds(300))
    if status == nil { run.end() }
    let output = String(decoding: try readFile(folder("output")), as: UTF8.self)
    #expect(status == 0, "\(output)")
    #expect(output.contains("## backup:"), "\(output)")
    #expect(output.contains("cp, sync / popkeep backup --no-verify"), "\(output)")
    #expect(output.contains("popkeep backup, nothing new: wall time"), "\(output)")
    #expect(try folderNames(folder.path) == ["output"], "the bench leaves something behind")
  }

  /// A program that was built beside the running tests.
  private func program(_ name: String) throws -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let length = readlink("/proc/self/exe", &buffer, buffer.count)
    try #require(length > 0)
    let tests = String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let path = "/" + tests.split(separator: "/").dropLast().joined(separator: "/") + "/\(name)"
    try #require(access(path, X_OK) == 0, "\(name) is not built beside the tests")
    return path
  }
}
