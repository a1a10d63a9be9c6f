import Glibc
package import OpenSSL

/// Why the server could not start, or a connection of it could not go on.
package enum DemoServerFailure: Error, CustomStringConvertible {
  /// A system call failed: its name and errno.
  case system(call: String, code: Int32)
  /// The TLS context could not be made, or the handshake failed.
  case tls(TLSFailure)
  /// The client was silent for longer than the server waits.
  case timedOut
  /// The client ended the connection.
  case closed
  /// A command line longer than the server reads.
  case lineTooLong
  /// An `Interference` ended the connection here.
  case cut

  package var description: String {
    switch self {
    case .system(let call, let code): "the demo server cannot \(call): \(String(cString: strerror(code)))"
    case .tls(let failure): "the demo server's TLS failed: \(failure)"
    case .timedOut: "the client was silent for too long"
    case .closed: "the client closed the connection"
    case .lineTooLong: "the client sent a line that is too long"
    case .cut: "the connection was cut as asked"
    }
  }
}
