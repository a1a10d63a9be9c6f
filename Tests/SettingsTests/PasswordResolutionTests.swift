import Glibc
import Settings
import TestFiles
import Testing

/// Passwords from files, variables and commands.
@Suite struct PasswordResolutionTests {
  let folder: TemporaryFolder
  let holder = PasswordHolder(host: "pop.example.org", user: "alice")

  init() throws { folder = try TemporaryFolder() }

  private func password(
    _ source: PasswordSource, timeout: Duration = .seconds(30)
  ) throws(PasswordFailure) -> String {
    String(decoding: try source.resolve(for: holder, timeout: timeout).bytes, as: UTF8.self)
  }

  private func failure(_ source: PasswordSource, timeout: Duration = .seconds(30)) -> PasswordFailure? {
    #expect(throws: PasswordFailure.self) { try password(source, timeout: timeout) }
  }

  private func script(_ text: String) -> PasswordSource { .command(["sh", "-c", text, "hunter2"]) }

  private func file(_ bytes: [UInt8], mode: mode_t = 0o600) throws -> String {
    let path = try folder.write("password", bytes)
    #expect(chmod(path, mode) == 0)
    return path
  }

  @Test(arguments: ["hunter2", "hunter2\n", "hunter2\r\n", "hunter2\nurl: example.org\n"])
  func `the first line of a file is the password`(text: String) throws {
    #expect(try password(.file(file(Array(text.utf8)))) == "hunter2")
  }

  @Test(.timeLimit(.minutes(1)))
  func `a pipe that nobody writes to is empty and is not waited for`() throws {
    let path = folder("pipe")
    #expect(mkfifo(path, 0o600) == 0)
    #expect(failure(.file(path))?.code == .empty)
  }

  @Test func `a pipe gives what was written to it`() throws {
    var ends: [Int32] = [-1, -1]
    #expect(pipe(&ends) == 0)
    defer { close(ends[0]) }
    let text = Array("hunter2\n".utf8)
    #expect(write(ends[1], text, text.count) == text.count)
    close(ends[1])
    #expect(try password(.file("/proc/self/fd/\(ends[0])")) == "hunter2")
  }

  @Test func `a password may have any octets but line ends and NUL`() throws {
    let octets = (1...255).filter { $0 != 10 && $0 != 13 }.map { UInt8($0) }
    #expect(try PasswordSource.file(file(octets)).resolve(for: holder).bytes == octets)
  }

  @Test(arguments: [
    ("", PasswordFailure.Code.empty), ("\nhunter2", .empty), ("hun\0ter2", .controlCharacter),
    ("hunter2\rx", .controlCharacter), (String(repeating: "x", count: 1025), .tooLong),
    (String(repeating: "x\n", count: 40000), .tooLong),
  ])
  func `a file whose first line is no password`(text: String, code: PasswordFailure.Code) throws {
    #expect(failure(.file(try file(Array(text.utf8))))?.code == code)
  }

  @Test func `a file that is missing, a folder or open to others is refused with a sentence`() throws {
    let missing = folder("none")
    #expect(failure(.file(missing))?.description == "the password file \"\(missing)\" is not there")
    #expect(failure(.file(folder.path))?.description == "the password file \"\(folder.path)\" is a folder")
    let open = try file(Array("hunter2".utf8), mode: 0o640)
    #expect(
      failure(.file(open))?.description
        == "the password file \"\(open)\" is open to others (mode 640): run chmod 600 on it")
  }

  @Test func `a variable is the password, whatever its octets`() throws {
    setenv("POPKEEP_TEST_PASSWORD", "h\u{00FC}nter2", 1)
    #expect(try password(.env("POPKEEP_TEST_PASSWORD")) == "h\u{00FC}nter2")
    #expect(
      failure(.env("POPKEEP_TEST_NO_PASSWORD"))?.description
        == "the environment variable \"POPKEEP_TEST_NO_PASSWORD\", which the password is to come from, is not set"
    )
  }

  @Test func `a command's first line is the password, and its arguments reach it untouched`() throws {
    #expect(try password(.command(["printf", "%s\\nsecond\\n", "a $HOME ~ ; *"])) == "a $HOME ~ ; *")
  }

  @Test func `a command has no input, and SIGPIPE ends it as it ends others`() throws {
    signal(SIGPIPE, SIG_IGN)
    let ignored = try password(script("cat; grep SigIgn /proc/self/status | cut -f2"))
    let mask = try #require(UInt64(ignored, radix: 16))
    #expect(mask & 1 << UInt64(SIGPIPE - 1) == 0)
  }

  @Test func `a command that leaves a child with the pipe open is not waited for`() throws {
    let start = ContinuousClock.now
    #expect(try password(script("sleep 5 2>/dev/null & echo hunter2")) == "hunter2")
    #expect(ContinuousClock.now - start < .seconds(4))
  }

  @Test func `a command that fails is told by its end, not by its words`() {
    #expect(
      failure(script("echo hunter2; exit 3"))?.description
        == "the password command \"sh\" ended with status 3: run it by hand to see why")
    #expect(
      failure(script("echo hunter2; kill -9 $$"))?.description
        == "the password command \"sh\" was ended by signal 9")
    #expect(
      failure(script("true"))?.description
        == "the first line that \"sh\" gives is empty, where the password should be")
    #expect(
      failure(.command(["/no/such/program"]))?.description
        == "the password command \"/no/such/program\" is not there: write its whole path, or install it")
    #expect(
      failure(.command([folder.path]))?.description
        == "the password command \"\(folder.path)\" cannot be run: Permission denied")
  }

  @Test func `a command that never answers is ended`() {
    let start = ContinuousClock.now
    let failure = failure(.command(["sleep", "60"]), timeout: .milliseconds(50))
    #expect(failure?.code == .timedOut(seconds: 0))
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test func `a command that never stops talking is ended`() {
    #expect(failure(.command(["yes", "hunter2"]))?.code == .tooLong)
  }
}
