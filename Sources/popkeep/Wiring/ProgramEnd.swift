@preconcurrency import Glibc

/// The end of the program.
enum ProgramEnd {
  /// The program ends without what libraries have registered for its end by now.
  ///
  /// When a command is over, threads may still let go of what it used. OpenSSL frees its locks at the end of a program, and a
  /// thread that comes a moment later meets none: a crash when all was done and said. The system takes everything back
  /// anyway.
  ///
  /// What is registered last comes first, and libraries register when they are used: this is for the beginning, and again
  /// for when a command is over.
  static func forgoCleanup() {
    on_exit(
      { status, _ in
        fflush(stdout)
        _exit(status)
      }, nil)
  }
}
