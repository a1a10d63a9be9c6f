import Glibc

/// The browser of whoever sits at this machine, started without a shell.
enum Browser {
  /// True where there is a display, or a browser that was named.
  static var isLikely: Bool {
    Environment["BROWSER"] != nil || Environment["DISPLAY"] != nil || Environment["WAYLAND_DISPLAY"] != nil
  }

  /// Opens `url`; where nothing could be started, the reason.
  ///
  /// `$BROWSER` is a list of programs between colons, the first that can be started counts; `%s` in one stands for
  /// the address, which comes last elsewhere.
  static func open(_ url: String) -> String? {
    var reason = "there is neither $BROWSER nor xdg-open"
    for words in commands(url) {
      switch spawn(words) {
      case 0: return nil
      case ENOENT: continue
      case let code: reason = "\(words[0]): \(String(cString: strerror(code)))"
      }
    }
    return reason
  }

  private static func commands(_ url: String) -> [[String]] {
    let named = (Environment["BROWSER"] ?? "").split(separator: ":").map { command in
      let words = command.split(separator: " ").map(String.init)
      return words.contains { $0.contains("%s") }
        ? words.map { $0.replacing("%s", with: url) } : words + [url]
    }
    return named + [["xdg-open", url]]
  }

  /// Not awaited: a browser may live on. What it says is not for this terminal, unless it is one for terminals.
  private static func spawn(_ words: [String]) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    if Environment["BROWSER"] == nil {
      for descriptor in [Int32(1), 2] {
        posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
      }
    }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    guard let program = arguments[0] else { return ENOENT }
    var process: pid_t = 0
    return posix_spawnp(&process, program, &actions, &attributes, &arguments, environ)
  }
}
