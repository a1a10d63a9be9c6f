import Glibc

/// A password program that runs beside us: started without a shell, its output read, its end awaited.
///
/// It gets `/dev/null` as input, or what it is to keep, and, unless nobody looks, our standard error, so that its own words reach the user; a
/// terminal is still there as `/dev/tty`, for it stays in our process group. A program that leaves a child behind with the
/// pipe open (as agents do) does not hold us up: its own end is enough.
struct PasswordCommand: ~Copyable {
  typealias Failure = PasswordFailure.Code

  private let process: pid_t
  private let pipe: Int32
  private var status: Int32?
  private var isPipeAtEnd = false
  private var collected: [UInt8] = []

  /// - Parameter isHeard: false where what it says on standard error is nobody's to read: it may be a secret, and a log
  ///   has lines of a form.
  /// - Parameter input: what the program reads, at most as much as a pipe holds; nil: nothing.
  init(_ arguments: [String], isHeard: Bool, input: [UInt8]? = nil) throws(Failure) {
    var ends: [Int32] = [-1, -1]
    guard Glibc.pipe(&ends) == 0 else { throw .cannotRun(errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    defer { close(ends[1]) }
    do {
      let source = try input.map(Self.filledPipe)
      defer { if let source { close(source) } }
      process = try Self.spawn(arguments, input: source, output: ends[1], isHeard: isHeard)
    } catch {
      close(ends[0])
      throw error
    }
    pipe = ends[0]
    RunningCommands.add(process)
  }

  deinit {
    close(pipe)
    guard status == nil else { return }
    Self.end(process)
    RunningCommands.remove(process)
  }

  /// The end to read of a pipe that holds `bytes` and no more.
  private static func filledPipe(_ bytes: [UInt8]) throws(Failure) -> Int32 {
    var ends: [Int32] = [-1, -1]
    guard Glibc.pipe(&ends) == 0 else { throw .cannotRun(errno) }
    defer { close(ends[1]) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
    guard write(ends[1], bytes, bytes.count) == bytes.count else {
      let code = errno
      close(ends[0])
      throw .cannotRun(code)
    }
    return ends[0]
  }

  /// Everything the program prints until it ends, if it ends well, in time, and with at most `limit` octets.
  consuming func output(timeout: Duration, limit: Int) throws(Failure) -> [UInt8] {
    let deadline = ContinuousClock.now + timeout
    while true {
      // In this order: what was printed before the end is in the pipe by then.
      reap()
      try drain(limit: limit)
      if let status {
        guard status & 0x7F == 0 else { throw .killed(signal: status & 0x7F) }
        guard status == 0 else { throw .ended(status: (status >> 8) & 0xFF) }
        return collected
      }
      guard ContinuousClock.now < deadline else { throw .timedOut(seconds: timeout.components.seconds) }
      await20Milliseconds()
    }
  }

  private func await20Milliseconds() {
    var waited = pollfd(fd: isPipeAtEnd ? -1 : pipe, events: Int16(POLLIN), revents: 0)
    _ = poll(&waited, 1, isPipeAtEnd ? 2 : 20)
  }

  private mutating func reap() {
    var code: Int32 = 0
    switch waitpid(process, &code, WNOHANG) {
    case process:
      status = code
      RunningCommands.remove(process)
    // Somebody ignores SIGCHLD: how the program ended is not known, what it printed is.
    case -1 where errno == ECHILD: status = 0
    case _: break
    }
  }

  private mutating func drain(limit: Int) throws(Failure) {
    var chunk = [UInt8](repeating: 0, count: 4096)
    defer { chunk.wipe() }
    collected.reserveCapacity(chunk.count)
    while !isPipeAtEnd {
      let count = read(pipe, &chunk, chunk.count)
      if count < 0 {
        if errno == EINTR { continue }
        if errno == EAGAIN { return }
        throw .cannotRun(errno)
      }
      isPipeAtEnd = count == 0
      collected += chunk[..<count]
      guard collected.count <= limit else { throw .tooLong }
    }
  }

  /// Asks the program to end, and after a second no longer asks.
  private static func end(_ process: pid_t) {
    var code: Int32 = 0
    kill(process, SIGTERM)
    for _ in 0..<100 {
      if waitpid(process, &code, WNOHANG) != 0 { return }
      _ = poll(nil, 0, 10)
    }
    kill(process, SIGKILL)
    while waitpid(process, &code, 0) < 0, errno == EINTR {}
  }

  private static func spawn(
    _ arguments: [String], input: Int32?, output: Int32, isHeard: Bool
  ) throws(Failure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    if let input {
      posix_spawn_file_actions_adddup2(&actions, input, 0)
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    if !isHeard { posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0) }
    // We ignore SIGPIPE and may block signals; the program starts with neither.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    guard let program = words[0], words.count(where: { $0 == nil }) == 1 else { throw .cannotRun(ENOMEM) }
    var process: pid_t = 0
    let code = posix_spawnp(&process, program, &actions, &attributes, &words, environ)
    guard code == 0 else { throw .cannotRun(code) }
    return process
  }
}
