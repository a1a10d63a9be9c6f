import Maildir

/// Something that `verify` found.
package struct Finding: Sendable, Equatable, CustomStringConvertible {
  package enum Kind: String, Sendable, CaseIterable {
    /// The file is not what was fetched.
    case damaged
    /// The index has the message, the Maildir has not.
    case missing
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

  init(_ kind: Kind, account: String, file: String) {
    self.kind = kind
    self.account = account
    self.file = printablePath(file)
  }

  /// True where mail, or what is known of it, is not as it was.
  package var isProblem: Bool {
    switch kind {
    case .damaged, .missing, .index: true
    case .doubled, .foreign, .unindexed: false
    }
  }

  package var description: String {
    switch kind {
    case .damaged: "damaged: \(account)/\(file) is not what was fetched"
    case .missing: "missing: \(account)/\(file) is not there any more"
    case .doubled: "doubled: \(account)/\(file) is there twice"
    case .foreign: "foreign: \(account)/\(file) was not written by popkeep"
    case .unindexed: "unindexed: \(account)/\(file) is not in the index; the next fetch takes it in"
    case .index: "the index is damaged (\(file)); run popkeep reindex"
    }
  }
}

/// What a verification came to.
package struct VerifySummary: Sendable, Equatable {
  /// Message files read.
  package var files = 0
  /// Octets of those files in wire form.
  package var octets: Int64 = 0
  /// Findings that mean damage or loss.
  package var problems = 0
  /// Everything found, what is merely odd among it.
  package var findings = 0

  package var isWell: Bool { problems == 0 }
}
