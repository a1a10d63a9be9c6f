import Glibc

/// The memory of this process, which a password may be in, is shown to nobody when it crashes.
///
/// No core: a limit of 1 octet, not 0, for the kernel then hands none to a program either (`core_pattern` with a pipe, which
/// passes over a limit of 0), and no file is that small. The soft limit alone, so that programs that are run may raise it for
/// themselves. `PR_SET_DUMPABLE` would say the same and more: /proc/self would then belong to root, so that /dev/fd and
/// /proc/self/fd, which passwords and configurations come by from shells, could not be opened, and nobody could trace their
/// own fetch any more.
///
/// No report of Swift's runtime: beside each register it prints the octets that this points to, onto standard error and so
/// into a log. Whoever sets SWIFT_BACKTRACE wants it all the same.
enum MemoryDumps {
  static func forbid() {
    var limit = rlimit()
    let cores = __rlimit_resource_t(RLIMIT_CORE.rawValue)
    if getrlimit(cores, &limit) == 0 {
      limit.rlim_cur = min(1, limit.rlim_max)
      setrlimit(cores, &limit)
    }
    guard Environment["SWIFT_BACKTRACE"] == nil else { return }
    for number in [SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP] { signal(number, SIG_DFL) }
  }
}
