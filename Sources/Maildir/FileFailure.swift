public import SystemPackage

/// A file operation that failed: which, on what, and why.
///
/// The path is made printable when the failure is made; a description never holds a control character.
public struct FileFailure: Error, Equatable, Sendable, CustomStringConvertible {
  public let operation: FileOperation
  public let path: String
  public let errno: Errno

  public init(_ operation: FileOperation, _ path: String, _ errno: Errno) {
    self.operation = operation
    self.path = printablePath(path)
    self.errno = errno
  }

  public var description: String { "cannot \(operation.rawValue) \(path): \(errno.description)" }

  /// The disk, or the quota on it, is full.
  public var isNoSpace: Bool { errno == .noSpace || errno == .diskQuotaExceeded }

  /// The file system accepts no changes; also what the kernel does to one that it found broken.
  public var isReadOnly: Bool { errno == .readOnlyFileSystem }

  var isAbsence: Bool { errno == .noSuchFileOrDirectory }
  var isPresence: Bool { errno == .fileExists }
  /// What an opening answers to a link or a socket.
  var isOddity: Bool { [.tooManySymbolicLinkLevels, .noSuchAddressOrDevice].contains(errno) }
}

/// `path` with control characters escaped, cut to a length that fits a message.
package func printablePath(_ path: String) -> String {
  var text = ""
  for scalar in path.unicodeScalars.prefix(1024) {
    let isControl = scalar.properties.generalCategory == .control || scalar.properties.isBidiControl
    text += isControl ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
  }
  return text
}
