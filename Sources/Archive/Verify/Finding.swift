import Maildir

/// Something that `verify` found.
package struct Finding: Sendable, Equatable, CustomStringConvertible {
  package enum Kind: String, Sendable, CaseIterable {
    /// The file is not what was fetched.
    case damaged
    /// The index has the message, the Maildir has not.
    case missing
    /// The system does not let the file, or a folder of files, be read.
    case unreadable
    /// The file is damaged, and its message is stored whole in another one.
    case replaced
    /// Two files have the name of one message.
    case doubled
    /// The file is not popkeep's.
    case foreign
    /// A message of popkeep that the index does not know.
    case unindexed
    /// The index file itself is damaged.
    case index
  }

  package let kind: Kind
  /// Empty for the index.
  package let account: String
  /// The file below the account's Maildir; for the index, what is wrong with it. Without control characters.
  package let file: String
  /// Why it cannot be read; else nil.
  package let reason: String?

  init(_ kind: Kind, account: String, file: String, reason: String? = nil) {
    self.kind = kind
    self.account = account
    self.file = printablePath(file)
    self.reason = reason
  }

  /// True where mail, or what is known of it, is not as it was.
  package var isProblem: Bool {
    switch kind {
    case .damaged, .missing, .unreadable, .index: true
    case .replaced, .doubled, .foreign, .unindexed: false
    }
  }

  package var description: String {
    switch kind {
    case .damaged:
      "damaged: \(account)/\(file) is not what was fetched; the next fetch brings the message again if the "
        + "server still has it"
    case .missing:
      "missing: \(account)/\(file) is not there any more; the next fetch brings it again if the server still "
        + "has it"
    case .unreadable:
      "unreadable: \(account)/\(file) (\(reason ?? "")); look at its permissions and at the disk"
    case .replaced:
      "replaced: \(account)/\(file) is damaged, and its message is here whole under another name; the damaged "
        + "file can be removed"
    case .doubled: "doubled: \(account)/\(file) is there twice"
    case .foreign: "foreign: \(account)/\(file) was not written by popkeep"
    case .unindexed: "unindexed: \(account)/\(file) is not in the index; the next fetch takes it in"
    case .index:
      "the index is damaged (\(file)); popkeep reindex makes it again from the mail"
    }
  }
}
