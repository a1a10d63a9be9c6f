import Glibc

/// Where the log goes.
package enum LogOutput: Sendable, Equatable {
  /// The socket of systemd's journal.
  package static let journalSocket = "/run/systemd/journal/socket"

  /// An open descriptor that stays the caller's: a terminal, a file, a pipe, a socket.
  case descriptor(Int32)
  /// A descriptor behind which a journal adds the time and takes the level from `<6>` (sd-daemon(3)).
  case prefixed(Int32)
  /// systemd's journal, by its own protocol, at the socket of this path.
  case journal(socket: String)

  /// The journal where standard error leads to it (systemd.exec(5), `$JOURNAL_STREAM`), else standard error.
  package static func automatic(
    environment: [String: String], standardError: Int32 = 2, socket: String = journalSocket
  ) -> LogOutput {
    guard let stream = environment["JOURNAL_STREAM"] else { return .descriptor(standardError) }
    var status = stat()
    guard fstat(standardError, &status) == 0, stream == "\(status.st_dev):\(status.st_ino)" else {
      return .descriptor(standardError)
    }
    return access(socket, W_OK) == 0 ? .journal(socket: socket) : .prefixed(standardError)
  }
}
