import Glibc

/// Leads standard output through the person's pager while something is printed.
///
/// It is `$PAGER`, else `less` where there is one; empty, `cat`, or none that starts: the output goes straight on.
struct Pager {
  private let process: pid_t
  private let terminal: Int32
  private let interrupt: sighandler_t?

  /// Runs `body`; where standard output is a terminal, what it prints goes through the pager.
  static func showing(_ body: () throws -> Void) throws {
    guard Output.isTerminal, let pager = try Pager() else { return try body() }
    defer { pager.finish() }
    try body()
  }

  private init?() throws {
    guard let words = try Self.command() else { return nil }
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    defer { for end in ends { close(end) } }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    guard let process = Self.start(words, reading: ends[0]) else { return nil }
    terminal = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
    dup2(ends[1], STDOUT_FILENO)
    self.process = process
    // Ctrl-C is the pager's; who leaves it ends this too.
    interrupt = signal(SIGINT, SIG_IGN)
  }

  /// Tells the pager that there is no more, and waits until the person has read it.
  private func finish() {
    dup2(terminal, STDOUT_FILENO)
    close(terminal)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    if let interrupt { signal(SIGINT, interrupt) }
  }

  /// The pager and its options; nil: none is wanted.
  private static func command() throws -> [String]? {
    guard let line = getenv("PAGER").map({ String(cString: $0) }) else { return ["less"] }
    guard line.contains(where: { !$0.isWhitespace }) else { return nil }
    let words = try CommandWords.split(line)
    return words == ["cat"] ? nil : words
  }

  private static func start(_ words: [String], reading input: Int32) -> pid_t? {
    // What a screen holds stays on it, and marks are let through: as git has it.
    if getenv("LESS") == nil { setenv("LESS", "FRX", 1) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // This program passes SIGPIPE over; the pager is to be as it always is.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process = pid_t()
    return posix_spawnp(&process, words[0], &actions, &attributes, &arguments, environ) == 0 ? process : nil
  }
}
