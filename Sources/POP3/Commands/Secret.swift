/// Octets that no log, trace, error or dump may show: a password, an answer of a SASL exchange.
public struct Secret: Sendable, Equatable {
  public let bytes: [UInt8]

  public init(_ bytes: [UInt8]) { self.bytes = bytes }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "****" }
  public var debugDescription: String { "****" }
  public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
