/// What is broken in the build of a message. It is shown all the same.
public enum MessageDefect: String, Hashable, Sendable, CaseIterable {
  /// No blank line ends the header.
  case noBlankLine
  /// A line in a header is no field.
  case badHeaderLine
  /// A multipart that names no boundary.
  case noBoundaryParameter
  /// A multipart whose boundary never occurs.
  case noBoundary
  /// A multipart that is not closed.
  case noClosingBoundary
  /// Octets beyond ASCII in a header that are not UTF-8.
  case rawHeader
  /// A Content-Transfer-Encoding that nobody knows, or one that its type must not have (RFC 2045 §6.4).
  case badEncoding
  /// A Content-Type that cannot be read.
  case badContentType
  /// More parts, or more deeply nested, than are looked at; the rest is content of the last.
  case tooManyParts
  /// A header that is longer than is looked at.
  case headerTooLong
}
