package import POP3

/// Receives messages in the order in which they were asked for.
///
/// An error that a sink throws ends the session and reaches the caller as it is.
package protocol MessageSink: ~Copyable {
  /// The server agreed to send the message.
  mutating func begin(_ number: MessageNumber) throws
  /// The next octets of the message, as on the wire, dot-stuffing removed; never empty.
  mutating func append(_ bytes: RawSpan) throws
  /// The message is complete.
  mutating func end(_ number: MessageNumber) throws
  /// The server sends no such message, and says why.
  mutating func refused(_ number: MessageNumber, _ reply: Reply) throws
  /// True to send no further command: those in flight are answered, then the session returns.
  var shouldStop: Bool { get }
}
