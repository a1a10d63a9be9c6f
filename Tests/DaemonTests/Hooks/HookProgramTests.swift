import Daemon
import Glibc
import TestFiles
import Testing

/// One program of a hook: what it finds, how it ends, and that nothing of it is left.
@Suite(.timeLimit(.minutes(2))) struct HookProgramTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Runs `script`, to which `$1` is the test's folder.
  private func run(
    _ script: String, input: String = "", timeout: Duration = .seconds(60), isStopped: () -> Bool = { false }
  ) -> HookResult {
    let command = ["/bin/sh", "-c", script, "hook", folder.path]
    return HookProgram.run(
      HookJob(command: command, input: Array(input.utf8), timeout: timeout), isStopped: isStopped)
  }

  private func contents(_ name: String) throws -> String {
    String(decoding: try readFile(folder(name)), as: UTF8.self)
  }

  private func number(_ name: String) throws -> pid_t {
    try #require(pid_t(try contents(name).filter(\.isNumber)))
  }

  @Test func `a program gets all of its input, and says how it ended`() throws {
    let large = String(repeating: "0123456789abcdef", count: 40_000)
    #expect(run("cat > $1/input", input: large).outcome == .ended(status: 0))
    #expect(try contents("input") == large)
    #expect(run("exit 7").outcome == .ended(status: 7))
    #expect(run("kill -9 $$").outcome == .killed(signal: 9))
  }

  @Test func `a variable that holds a password is kept from it, the others are not`() throws {
    setenv("POPKEEP_TEST_PASSWORD", "tulip", 1)
    setenv("POPKEEP_TEST_OTHER", "rose", 1)
    let script = "echo ${POPKEEP_TEST_PASSWORD-none} $POPKEEP_TEST_OTHER > $1/seen"
    let job = HookJob(
      command: ["/bin/sh", "-c", script, "hook", folder.path], input: [],
      withheld: ["POPKEEP_TEST_PASSWORD"])
    #expect(HookProgram.run(job).outcome == .ended(status: 0))
    #expect(try contents("seen") == "none rose\n")
  }

  @Test func `no shell reads the arguments`() throws {
    let job = HookJob(command: ["touch", folder("a $HOME ; *")], input: [])
    #expect(HookProgram.run(job).outcome == .ended(status: 0))
    #expect(try folderNames(folder.path) == ["a $HOME ; *"])
  }

  @Test func `a program that reads nothing is no failure, however much there was to read`() {
    let large = String(repeating: "x", count: 1_000_000)
    #expect(run("exit 0", input: large).outcome == .ended(status: 0))
    #expect(run("exec 0<&-; exit 3", input: large).outcome == .ended(status: 3))
  }

  @Test func `what it says on standard error is one harmless line of 4 KB at most`() {
    let short = run("printf 'one\\ntwo\\033[2J\\n' >&2; echo unheard; exit 1")
    #expect(short == run("printf 'one\\ntwo\\033[2J\\n' >&2; exit 1"))
    #expect(short.outcome == .ended(status: 1))
    #expect(short.complaint == "one | two?[2J")
    let long = run("head -c 1000000 /dev/zero | tr '\\0' x >&2")
    #expect(long.outcome == .ended(status: 0))
    #expect(long.complaint == String(repeating: "x", count: 4096))
  }

  @Test func `a program that cannot be run says why`() throws {
    func outcome(_ command: [String]) -> HookOutcome {
      HookProgram.run(HookJob(command: command, input: [])).outcome
    }
    #expect(outcome([folder("none")]) == .cannotRun(code: ENOENT))
    #expect(outcome([try folder.write("plain", text: "")]) == .cannotRun(code: EACCES))
    #expect(outcome([]) == .cannotRun(code: EINVAL))
  }

  @Test func `a program that runs for too long is ended`() {
    #expect(run("exec sleep 600", timeout: .milliseconds(50)).outcome == .timedOut)
  }

  @Test func `a program that is to stop is asked first, and ends with all that it started`() throws {
    let ready = folder("ready")
    let result = run(
      "trap 'echo asked >&2; exit 0' TERM; sleep 600 & echo $! > $1/child; echo $$ > $1/program; "
        + "echo > $1/ready; while :; do sleep 0.01; done", isStopped: { access(ready, F_OK) == 0 })
    #expect(result.outcome == .stopped)
    #expect(result.complaint.contains("asked"))
    #expect(isGone(try number("child")))
    #expect(isGone(try number("program")))
  }

  @Test func `a program that does not obey is killed, with all that it started`() throws {
    let ready = folder("ready")
    let result = run(
      "trap '' TERM; sleep 600 & echo $! > $1/child; echo > $1/ready; while :; do sleep 0.01; done",
      isStopped: { access(ready, F_OK) == 0 })
    #expect(result.outcome == .stopped)
    #expect(isGone(try number("child")))
  }

  @Test func `a child that stays behind with the pipes open holds nobody up`() throws {
    #expect(run("sleep 600 & echo $! > $1/child").outcome == .ended(status: 0))
    let child = try number("child")
    #expect(kill(child, SIGKILL) == 0)
  }

  @Test func `a program has its own group, our environment, and signals as they come`() throws {
    signal(SIGPIPE, SIG_IGN)
    setenv("POPKEEP_TEST_HOOK", "inherited", 1)
    let script = """
      echo "$POPKEEP_TEST_HOOK" > $1/variable
      cut -d' ' -f5 /proc/$$/stat > $1/group; echo $$ > $1/program
      grep -E 'SigBlk|SigIgn' /proc/$$/status | cut -f2 > $1/signals
      """
    #expect(run(script).outcome == .ended(status: 0))
    #expect(try contents("variable") == "inherited\n")
    #expect(try number("group") == number("program"))
    for mask in try contents("signals").split(separator: "\n") {
      let number = try #require(UInt64(mask, radix: 16))
      #expect(number & 1 << UInt64(SIGPIPE - 1) == 0 && number & 1 << UInt64(SIGTERM - 1) == 0)
    }
  }

  @Test func `nothing of ours is open in a program, nothing of it in us, and no zombie stays`() throws {
    // Without O_CLOEXEC: what is open without our doing.
    let marker = open(try folder.write("marker", text: ""), O_RDONLY)
    defer { close(marker) }
    let script = """
      echo $$ > $1/program
      for number in /proc/$$/fd/*; do readlink $number; done > $1/open
      readlink /proc/$$/fd/0 /proc/$$/fd/2 > $1/pipes
      """
    #expect(run(script).outcome == .ended(status: 0))
    let theirs = try contents("open").split(separator: "\n")
    #expect(theirs.contains("/dev/null") && !theirs.contains { $0.hasSuffix("/marker") })
    let pipes = try contents("pipes").split(separator: "\n").map(String.init)
    #expect(pipes.count == 2 && pipes.allSatisfy { $0.hasPrefix("pipe:") })
    let ours = try folderNames("/proc/self/fd").compactMap(target)
    #expect(!ours.isEmpty && Set(ours).isDisjoint(with: pipes))
    #expect(kill(try number("program"), 0) == -1 && errno == ESRCH)
  }

  private func target(_ number: String) -> String? {
    var name = [CChar](repeating: 0, count: 256)
    let count = readlink("/proc/self/fd/\(number)", &name, name.count)
    return count > 0 ? String(decoding: name[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
  }

  /// Waits until a process that was killed is gone, or is a zombie that its new parent has not looked at.
  private func isGone(_ process: pid_t) -> Bool {
    let deadline = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < deadline {
      if kill(process, 0) != 0 { return true }
      do {
        let status = String(decoding: try readFile("/proc/\(process)/stat"), as: UTF8.self)
        if status.contains(") Z ") { return true }
      } catch {
        return true
      }
      sched_yield()
    }
    return false
  }
}
