/// How long a server may take.
package struct Timeouts: Sendable, Equatable {
  /// From the look-up of the name to the end of the TLS handshake.
  package var connect: Duration
  /// How long a server may send no octet where one is awaited.
  package var idle: Duration

  package init(connect: Duration = .seconds(30), idle: Duration = .seconds(60)) {
    self.connect = connect
    self.idle = idle
  }
}
