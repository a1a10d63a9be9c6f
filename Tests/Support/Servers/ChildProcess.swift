package import Glibc

/// A process that a test started, in a process group of its own, and ends with all of its group.
package struct ChildProcess: Sendable {
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  package let id: pid_t

  /// Starts `arguments[0]`, looked for in PATH and the folders of system programs, with no input and its output
  /// appended to the file `log`.
  package static func start(_ arguments: [String], log: String) throws(Failure) -> ChildProcess {
    guard let name = arguments.first, let program = locate(name) else {
      throw Failure(description: "there is no program \(arguments.first ?? "")")
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var attributes = attributes()
    defer { posix_spawnattr_destroy(&attributes) }
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var id = pid_t()
    let code = posix_spawn(&id, program, &actions, &attributes, &words, environ)
    guard code == 0 else {
      throw Failure(description: "cannot start \(program): \(String(cString: strerror(code)))")
    }
    return ChildProcess(id: id)
  }

  /// Its own process group, and no signal blocked or ignored: threads of a test process block many.
  private static func attributes() -> posix_spawnattr_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    posix_spawnattr_setflags(&attributes, Int16(flags))
    return attributes
  }

  /// The path of a program; nil where the machine has none of this name.
  package static func locate(_ name: String) -> String? {
    if name.hasPrefix("/") { return name }
    let path = getenv("PATH").map { String(cString: $0) } ?? ""
    return "\(path):/usr/sbin:/sbin".split(separator: ":").map { "\($0)/\(name)" }
      .first { access($0, X_OK) == 0 }
  }

  /// Waits for the end: the exit status, 128 and more for a signal; nil when `limit` passed before.
  package func wait(_ limit: Duration) -> Int32? {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    while true {
      var status: Int32 = 0
      if waitpid(id, &status, WNOHANG) == id {
        return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
      }
      if clock.now >= deadline { return nil }
      poll(nil, 0, 5)
    }
  }

  /// SIGTERM, or another signal, and SIGKILL when that does not end it within five seconds. Not to be called after `wait` saw
  /// the end.
  package func end(by signal: Int32 = SIGTERM) {
    kill(-id, signal)
    if wait(.seconds(5)) == nil {
      kill(-id, SIGKILL)
      _ = wait(.seconds(5))
    }
  }
}
