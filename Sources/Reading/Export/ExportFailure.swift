package import SystemPackage

/// Why an export ended: one sentence, and what to do in another.
package struct ExportFailure: Error, Sendable, CustomStringConvertible {
  package enum Code: Sendable, Equatable {
    /// The file for an mbox is there already.
    case exists
    /// A folder or file cannot be made.
    case create(Errno)
    /// What was made cannot be written to, flushed or given its name.
    case write(Errno)
    /// A file that is there already cannot be compared.
    case read(Errno)
  }

  package let code: Code
  package let path: String

  init(_ code: Code, _ path: FilePath) {
    self.code = code
    self.path = TerminalText.line(path.string)
  }

  package var description: String {
    switch code {
    case .exists: "There is a file at \(path) already."
    case .create(let errno): "Cannot create \(path): \(errno)."
    case .write(let errno): "Cannot write to \(path): \(errno)."
    case .read(let errno): "Cannot read \(path): \(errno)."
    }
  }

  package var hint: String {
    switch code {
    case .exists: "Name another file, or move that one away."
    case .create, .read: "Look at the folder's permissions, or name another folder."
    case .write: "Look at the disk and its free space, then export again: what is there already is skipped."
    }
  }
}
