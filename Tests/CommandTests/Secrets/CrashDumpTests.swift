import DemoServer
import Glibc
import TestFiles
import TestServers
import Testing

/// A program that crashes leaves no file that its memory is in.
@Suite struct CrashDumpTests {
  private let home: UserHome

  init() throws { home = try UserHome() }

  /// A command of a shell that lets programs leave cores, in a folder of its own.
  private func unlimited() throws -> [String] {
    #expect(mkdir(home.folder("crash"), 0o700) == 0)
    return ["sh", "-c", "cd '\(home.folder("crash"))' && ulimit -c unlimited && exec \"$@\"", "sh"]
  }

  @Test func `a fetch that is killed by SIGABRT in the middle of a session leaves no core`() throws {
    let mailbox = try ServedMailbox(1...1)
    // It knows the password by then, and waits.
    mailbox.server.change { quirks in quirks.verdict = { $0.verb == "STAT" ? .stall : nil } }
    try home.configure(mailbox.account())
    try home.makeArchive()
    let command = try home.start(["fetch"], under: try unlimited())
    try Awaited.until("STAT") { mailbox.commands().contains("STAT") }
    let limits = String(decoding: try readFile("/proc/\(command.id)/limits"), as: UTF8.self)
    let cores = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
    // The soft limit alone: a hook may set its own.
    #expect(cores.split(separator: " ").dropFirst(4).prefix(2) == ["1", "unlimited"])
    command.signal(SIGABRT)
    let run = try command.finish()
    #expect(run.status == 128 + SIGABRT)
    #expect(!run.hasLeftCore)
    // A report of Swift's runtime has octets of memory in it too.
    #expect(!run.errors.contains("Backtrac") && !run.errors.contains("0x"), "\(run)")
    #expect(try folderNames(home.folder("crash")) == [])
  }

  @Test func `a program that lets itself leave a core does so here`() throws {
    var hard = rlimit()
    #expect(getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &hard) == 0)
    guard hard.rlim_max == rlim_t.max else { return }
    let shell = try StartedCommand(
      [], environment: [:], under: try unlimited() + ["sh", "-c", "kill -ABRT $$"])
    let run = try shell.finish()
    #expect(run.status == 128 + SIGABRT)
    #expect(run.hasLeftCore, "else the other test shows nothing")
  }
}
