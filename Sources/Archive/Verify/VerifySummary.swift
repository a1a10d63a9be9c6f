/// What a verification came to.
package struct VerifySummary: Sendable, Equatable {
  /// Message files read.
  package var files = 0
  /// Octets of those files in wire form.
  package var octets: Int64 = 0
  /// Message files that are there, read or not.
  package var present = 0
  /// Findings that mean damage or loss.
  package var problems = 0
  /// Of these, files and folders that the system would not let be read.
  package var unreadable = 0
  /// Everything found, what is merely odd among it.
  package var findings = 0

  package var isWell: Bool { problems == 0 }

  mutating func note(_ finding: Finding) {
    findings += 1
    if finding.isProblem { problems += 1 }
    if finding.kind == .unreadable { unreadable += 1 }
  }
}

/// How far a verification has come.
package struct VerifyProgress: Sendable, Equatable {
  /// Message files looked at.
  package let files: Int
  /// Octets read, in wire form.
  package let octets: Int64
  /// Messages that the index has; nil where it cannot tell.
  package let total: Int?

  package init(files: Int, octets: Int64, total: Int?) {
    self.files = files
    self.octets = octets
    self.total = total
  }
}
