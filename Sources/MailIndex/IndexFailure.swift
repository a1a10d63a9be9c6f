/// Why the index could not do what it was asked.
package struct IndexFailure: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Code: Sendable, CaseIterable {
    /// There is no file at the path, or its folder does not let it be opened.
    case cannotOpen
    /// The file is damaged, or no SQLite file at all.
    case corrupt
    /// The file is an SQLite file of another program.
    case foreign
    /// The disk is full.
    case full
    /// The disk failed.
    case io
    /// Another process kept the file locked for too long.
    case locked
    /// A later version of popkeep wrote the file.
    case newerVersion
    /// An earlier version of popkeep wrote the file, and it was opened for reading.
    case olderVersion
    /// The file, or its file system, cannot be written.
    case readOnly
    /// A statement that is wrong here, or a row that breaks a rule of the tables.
    case unexpected
  }

  package let code: Code
  /// The index file.
  package let path: String
  /// What SQLite said, without control characters.
  package let detail: String

  package init(_ code: Code, path: String, detail: String) {
    self.code = code
    self.path = printable(path)
    self.detail = printable(detail)
  }

  package var description: String {
    switch code {
    case .cannotOpen:
      "The index \(path) cannot be opened (\(detail)): look at the folder and its permissions."
    case .corrupt:
      "The index \(path) is damaged (\(detail)): run \"popkeep reindex\"; the mail itself is not touched."
    case .foreign: "\(path) is a database of another program: move it away, then run \"popkeep reindex\"."
    case .full: "The disk is full: the index \(path) cannot be written."
    case .io: "The disk failed while the index \(path) was used (\(detail))."
    case .locked: "The index \(path) is locked by another process: try again when that has ended."
    case .newerVersion:
      "The index \(path) was written by a later version of popkeep: use that, or run \"popkeep reindex\"."
    case .olderVersion:
      "The index \(path) was written by an earlier version of popkeep: run \"popkeep fetch\" or \"popkeep reindex\" once."
    case .readOnly:
      "The index \(path) cannot be written (\(detail)): look at its permissions and how the disk is mounted."
    case .unexpected: "The index \(path) refused a change (\(detail)): this is a fault of popkeep."
    }
  }
}

private func printable(_ text: String) -> String {
  String(
    String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 })
  )
}
