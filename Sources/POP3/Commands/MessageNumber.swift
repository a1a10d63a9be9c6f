/// The number of a message in one session, from 1; another session may number otherwise (RFC 1939, section 5).
public struct MessageNumber: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let value: UInt32

  /// Nil for 0, which numbers no message.
  public init?(_ value: UInt32) {
    guard value > 0 else { return nil }
    self.value = value
  }

  public var description: String { String(value) }

  public static func < (a: MessageNumber, b: MessageNumber) -> Bool { a.value < b.value }
}
