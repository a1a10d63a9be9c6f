/// How an mbox keeps lines that begin with `From `, and how it tells where a message ends.
package enum MboxFormat: String, Sendable, CaseIterable {
  /// Told message by message: see `MboxReader`.
  case auto
  /// `>From ` stands for `From `; a line that had a `>` already is as it was.
  case mboxo
  /// One `>` stands before each line that is `From ` behind any number of them.
  case mboxrd
  /// As mboxo, and Content-Length says how long a message is.
  case mboxcl
  /// Content-Length says how long a message is, and no line is changed.
  case mboxcl2

  var followsContentLength: Bool {
    switch self {
    case .auto, .mboxcl, .mboxcl2: true
    case .mboxo, .mboxrd: false
    }
  }
}
