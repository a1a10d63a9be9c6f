package import SystemPackage

/// Why an import did not begin: one sentence, and what to do in another.
package struct ImportFailure: Error, Sendable, CustomStringConvertible {
  package enum Code: Sendable, Equatable {
    case missing
    case unreadable(Errno)
    /// It is neither a file nor a folder, but this.
    case special(FilePath.SpecialFile)
    /// It is no mail, and no list of unique-ids.
    case noMail
    /// A list of unique-ids is of these mailboxes, and of none that was asked for.
    case otherMailbox([String])
  }

  package let code: Code
  package let path: String

  init(_ code: Code, _ path: FilePath) {
    self.code = code
    self.path = TerminalText.line(path.string)
  }

  package var description: String {
    switch code {
    case .missing: "There is nothing at \(path)."
    case .unreadable(let errno): "Cannot read \(path): \(errno)."
    case .special(let kind): "\(path) is \(kind.rawValue): only files and folders are imported."
    case .noMail: "\(path) is no mail: no Maildir, mbox, message, or list of unique-ids."
    case .otherMailbox(let names):
      names.isEmpty
        ? "\(path) names no unique-id."
        : "\(path) is of \(names.map { TerminalText.line($0) }.joined(separator: ", "))."
    }
  }

  package var hint: String {
    switch code {
    case .missing: "Look at the path; several go one after the other."
    case .unreadable: "Look at its permissions."
    case .special: "Write the mail into a file, and import that."
    case .noMail: "What can be imported is in docs/importing.md."
    case .otherMailbox(let names):
      names.isEmpty ? "Nothing was changed." : "Say which of them is the account's mailbox: --mailbox NAME."
    }
  }
}
