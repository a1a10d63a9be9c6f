import CGlibc
import Glibc

/// Starts a program with pipes to its input and from its standard error, and nothing else of ours open in it.
enum HookSpawn {
  struct Failure: Error {
    let code: Int32
  }

  struct Spawned {
    let process: pid_t
    /// The end that the program's input is written to.
    let input: Int32
    /// The end that the program's standard error is read from.
    let complaint: Int32
  }

  /// - Parameter withheld: variables of our environment that the program does not get.
  static func start(_ command: [String], without withheld: Set<String> = []) throws(Failure) -> Spawned {
    let input = try pipe()
    defer { close(input.reading) }
    let complaint: (reading: Int32, writing: Int32)
    do throws(Failure) { complaint = try pipe() } catch {
      close(input.writing)
      throw error
    }
    defer { close(complaint.writing) }
    do throws(Failure) {
      let process = try spawn(command, withheld, input: input.reading, complaint: complaint.writing)
      for end in [input.writing, complaint.reading] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
      return Spawned(process: process, input: input.writing, complaint: complaint.reading)
    } catch {
      close(input.writing)
      close(complaint.reading)
      throw error
    }
  }

  private static func pipe() throws(Failure) -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    guard pipe2(&ends, O_CLOEXEC) == 0 else { throw Failure(code: errno) }
    return (ends[0], ends[1])
  }

  private static func spawn(
    _ command: [String], _ withheld: Set<String>, input: Int32, complaint: Int32
  ) throws(Failure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, complaint, 2)
    // Whatever another module has open without O_CLOEXEC.
    posix_spawn_file_actions_addclosefrom_np(&actions, 3)
    prepare(&attributes)
    var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    guard let program = words[0] else { throw Failure(code: EINVAL) }
    guard words.count(where: { $0 == nil }) == 1 else { throw Failure(code: ENOMEM) }
    var variables = environment(without: withheld)
    defer { for variable in variables { free(variable) } }
    var process: pid_t = 0
    let code = posix_spawnp(&process, program, &actions, &attributes, &words, &variables)
    guard code == 0 else { throw Failure(code: code) }
    return process
  }

  private static func environment(without withheld: Set<String>) -> [UnsafeMutablePointer<CChar>?] {
    var variables: [UnsafeMutablePointer<CChar>?] = []
    var entry = environ
    while let text = entry.pointee {
      let name = String(cString: text).prefix { $0 != "=" }
      if !withheld.contains(String(name)) { variables.append(strdup(text)) }
      entry += 1
    }
    return variables + [nil]
  }

  /// A group of its own, and signals as a program finds them in a shell, whatever we ignore or block.
  private static func prepare(_ attributes: inout posix_spawnattr_t) {
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGALRM, SIGTERM, SIGCHLD, SIGUSR1, SIGUSR2] {
      sigaddset(&signals, signal)
    }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
    posix_spawnattr_setflags(&attributes, Int16(flags))
  }
}
