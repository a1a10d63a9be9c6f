import DemoServer
import Glibc
import TestFiles
import TestServers
import Testing

/// At the end of a program its libraries tidy up, and threads that still let go of something would meet nothing there.
@Suite(.waiting) struct ProgramEndTests {
  private func tidiesUp(_ home: UserHome, _ arguments: [String], status: Int32 = 0) throws -> Bool {
    let mark = home.folder("mark")
    let run = try home.start(arguments, environment: try Fault.cleanup(mark: mark)).finish()
    #expect(run.status == status, "\(run)")
    return unlink(mark) == 0
  }

  @Test func `whichever way a command ends, no library tidies up meanwhile`() throws {
    let (home, mailbox) = try UserHome.polled(1...3)
    #expect(try !tidiesUp(home, ["fetch"]))
    #expect(try home.stored().count == 3)
    #expect(try !tidiesUp(home, ["search", "message"]))
    #expect(try !tidiesUp(home, ["list", "--json"]))
    #expect(try !tidiesUp(home, ["--version"]))
    #expect(try !tidiesUp(home, ["fetch", "--nonsense"], status: 64))
    mailbox.server.stop()
    #expect(try !tidiesUp(home, ["fetch"], status: 69))
  }

  @Test func `another program's do: the mark tells`() throws {
    let folder = try TemporaryFolder()
    let mark = folder("mark")
    let variables = try Fault.cleanup(mark: mark).map { "\($0)=\($1)" }
    let child = try ChildProcess.start(["env"] + variables + ["true"], log: folder("log"))
    #expect(child.wait(.seconds(20)) == 0)
    #expect(access(mark, F_OK) == 0)
  }

  @Test func `all that was printed is there`() throws {
    let home = try UserHome()
    #expect(try home.run("--help").succeeds().output.hasSuffix("for detailed help.\n"))
    #expect(try home.run("--version").succeeds().output.hasPrefix("popkeep "))
  }
}
