/// A password, which no description, dump or log line shows.
package struct PasswordText: Sendable, Equatable {
  /// The most octets that a password may have.
  package static let longest = 1024
  /// The most octets that an access token may have in its place: those of Microsoft have some thousands.
  package static let longestToken = 16384

  package let bytes: [UInt8]

  package init(_ bytes: [UInt8]) { self.bytes = bytes }
}

extension PasswordText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "****" }
  package var debugDescription: String { "****" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
