/// The name of a message that outlives the session: whatever octets the server gives (RFC 1939, section 7).
///
/// Real servers exceed the 70 printable characters of the standard, so nothing is assumed of it.
public struct UniqueID: Hashable, Sendable {
  public let bytes: [UInt8]

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The octets as people may read them, escaped, of at most 100 characters.
  public var printable: String { PrintableText.escaped(bytes) }
}

extension UniqueID: CustomStringConvertible {
  public var description: String { printable }
}
