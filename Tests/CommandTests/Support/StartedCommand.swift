import Glibc
import TestFiles
import TestServers

/// The program as a process: in a session of its own, so that it has no terminal but the one it is given, with an
/// environment that holds nothing of this machine but PATH and TMPDIR.
final class StartedCommand: Sendable {
  struct NoEnd: Error, CustomStringConvertible {
    let description: String
  }

  let id: pid_t
  private let folder: TemporaryFolder

  /// Starts `popkeep` with `arguments`; with `terminal` as its terminal and input, else with no input, and with
  /// `screen` as the terminal that it writes to; `under` another program, where the words of its command are given.
  init(
    _ arguments: [String], environment: [String: String], terminal: String? = nil, screen: String? = nil,
    under outer: [String] = []
  ) throws {
    let command = try outer + [Program.path()] + arguments
    SecretWatch.expectNone(in: arguments.joined(separator: " "), "the arguments of a command")
    guard let program = ChildProcess.locate(command[0]) else {
      throw Program.Missing(description: "there is no program \(command[0])")
    }
    folder = try TemporaryFolder()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, terminal ?? "/dev/null", O_RDWR, 0)
    posix_spawn_file_actions_addopen(&actions, 1, screen ?? folder("output"), O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, folder("errors"), O_WRONLY | O_CREAT, 0o600)
    var attributes = Self.attributes()
    defer { posix_spawnattr_destroy(&attributes) }
    var words = Self.words(command)
    var variables = Self.words(Self.inherited.merging(environment) { $1 }.map { "\($0)=\($1)" })
    defer { for word in words + variables { free(word) } }
    var id = pid_t()
    let code = posix_spawn(&id, program, &actions, &attributes, &words, &variables)
    guard code == 0 else { throw SystemFailure("start \(program)", code) }
    self.id = id
  }

  /// Waits for the end and returns what came of it; a program that takes longer is ended, and that is an error.
  func finish(within limit: Duration = .seconds(60)) throws -> CommandRun {
    let deadline = ContinuousClock.now + limit
    var peak: Int64 = 0
    while true {
      var status: Int32 = 0
      peak = max(peak, memory)
      if waitpid(id, &status, WNOHANG) == id { return try run(status, peak) }
      if ContinuousClock.now >= deadline {
        kill(id, SIGKILL)
        waitpid(id, &status, 0)
        let run = try run(status, peak)
        throw NoEnd(description: "no end within \(limit); so far: \(run.output)\(run.errors)")
      }
      poll(nil, 0, 2)
    }
  }

  /// True when it has ended and waits to be asked how.
  var hasEnded: Bool {
    var information = siginfo_t()
    return waitid(P_PID, id_t(id), &information, WEXITED | WNOHANG | WNOWAIT) == 0
      && information._sifields._sigchld.si_pid == id
  }

  /// Returns when all its threads are halted by a signal; one that ends instead, or takes too long, is an error.
  func awaitHalt(within limit: Duration = .seconds(60)) throws {
    let deadline = ContinuousClock.now + limit
    while true {
      var information = siginfo_t()
      // Only its end is left for `finish`.
      let events = WSTOPPED | WNOHANG
      if waitid(P_PID, id_t(id), &information, events) == 0, information._sifields._sigchld.si_pid == id {
        return
      }
      guard !hasEnded, ContinuousClock.now < deadline else {
        signal(SIGKILL)
        throw NoEnd(description: "it was not halted: \(try finish())")
      }
      poll(nil, 0, 2)
    }
  }

  func signal(_ number: Int32) { kill(id, number) }

  /// What it has written to standard error so far.
  func errors() throws -> String { String(decoding: try readFile(folder("errors")), as: UTF8.self) }

  /// The most memory that it has held so far; 0 once it has ended.
  ///
  /// Not from the usage that the system reports at the end: that begins with the memory of this process.
  private var memory: Int64 {
    guard let bytes = try? readFile("/proc/\(id)/status") else { return 0 }
    let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return (line?.split(separator: " ").dropFirst().first).flatMap { Int64($0) }.map { $0 * 1024 } ?? 0
  }

  private func run(_ status: Int32, _ peak: Int64) throws -> CommandRun {
    let output = access(folder("output"), F_OK) == 0 ? try readFile(folder("output")) : []
    let errors = try readFile(folder("errors"))
    SecretWatch.expectNone(in: output, "standard output")
    SecretWatch.expectNone(in: errors, "standard error")
    return CommandRun(
      status: status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f),
      output: String(decoding: output, as: UTF8.self), errors: String(decoding: errors, as: UTF8.self),
      peakMemory: peak, hasLeftCore: status & 0x80 != 0)
  }

  private static var inherited: [String: String] {
    var variables: [String: String] = [:]
    for name in ["PATH", "TMPDIR"] { variables[name] = getenv(name).map { String(cString: $0) } }
    return variables
  }

  private static func words(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    texts.map { strdup($0) } + [nil]
  }

  private static func attributes() -> posix_spawnattr_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    // POSIX_SPAWN_SETSID, which the headers keep from programs that are not GNU.
    let newSession: Int32 = 0x80
    let flags = newSession | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    posix_spawnattr_setflags(&attributes, Int16(flags))
    return attributes
  }
}
