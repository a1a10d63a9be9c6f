import Maildir

/// What the name of a file in a Maildir tells of its content, where popkeep gave it.
struct StoredName {
  /// When the message arrived, in seconds since 1970 UTC.
  let arrival: Int64
  /// Each LF stands for a CRLF; else the file has what came over the wire.
  let hasLineFeeds: Bool

  init?(_ fileName: String) {
    let base = MaildirFlags.of(fileName)?.base ?? fileName
    guard let name = MessageName(parsing: base) else { return nil }
    arrival = name.arrival
    hasLineFeeds = name.wireSize != nil
  }
}
