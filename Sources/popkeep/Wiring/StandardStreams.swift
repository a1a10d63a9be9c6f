import Glibc

/// Input, output and errors as the program was started with them.
enum StandardStreams {
  /// Takes the places of those that are closed. A file that is opened later would get one of these numbers, and what
  /// is printed or logged would be written into it: into a message, or the index.
  ///
  /// Opened the other way round, so that who reads or writes is told of it, as with a closed one.
  static func occupy() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest number that is free is this one.
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}
