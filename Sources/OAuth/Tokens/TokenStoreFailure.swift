import Glibc

/// Why tokens cannot be kept, or those that are kept not be read.
package struct TokenStoreFailure: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Code: Sendable, Equatable {
    /// The numbers are `errno`s.
    case folder(Int32)
    case read(Int32)
    case write(Int32)
    /// The file system shows the file to others whatever its mode was asked to be.
    case noPermissions(mode: UInt32)
    /// Somebody has opened the file to others; the value holds its permission bits.
    case readableByOthers(mode: UInt32)
    case notOwned
    case notAFile
    case damaged
    /// Another process renews the same tokens, and does not come to an end.
    case locked
  }

  package let code: Code
  /// The file or folder; printable.
  package let path: String

  init(_ code: Code, _ path: String) {
    self.code = code
    self.path = clean(path, limit: 400)
  }

  package var description: String {
    switch code {
    case .folder(let code): "the folder of the tokens, \(path), cannot be made: \(errorText(code))"
    case .read(let code): "the tokens in \(path) cannot be read: \(errorText(code))"
    case .write(let code): "the tokens cannot be kept in \(path): \(errorText(code))"
    case .noPermissions(let mode):
      "the file system of \(path) keeps no file from others (mode \(octal(mode)))"
    case .readableByOthers(let mode): "the tokens in \(path) are open to others (mode \(octal(mode)))"
    case .notOwned: "the tokens in \(path) belong to another user"
    case .notAFile: "\(path), where tokens should be, is no file"
    case .damaged: "the tokens in \(path) cannot be understood"
    case .locked: "another process has held the tokens of \(path) for too long"
    }
  }

  package var hint: String {
    switch code {
    case .folder, .write: "Make room for it, or name another folder as \"tokens\" under \"oauth\"."
    case .noPermissions: "Name a folder elsewhere as \"tokens\" under \"oauth\"."
    case .readableByOthers: "Run chmod 600 on it; if others may have read it, log in anew."
    case .read, .notOwned: "Look who owns it."
    case .notAFile, .damaged: "Move it away, and log in anew."
    case .locked: "Look for another popkeep that hangs."
    }
  }

  var isTemporary: Bool {
    switch code {
    case .locked, .write, .read: true
    case .folder, .noPermissions, .readableByOthers, .notOwned, .notAFile, .damaged: false
    }
  }

  private func octal(_ mode: UInt32) -> String { String(mode & 0o777, radix: 8) }
}
