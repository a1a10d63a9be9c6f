/// The fields of the query language, by the name that stands before the colon.
enum QueryField: String, CaseIterable, Sendable {
  case from, to, cc, bcc, subject, body, filename, account, has, `is`, larger, smaller, after, before, date,
    thread,
    id, messageid, mid

  /// The field of that name, in any case.
  init?(name: String) { self.init(rawValue: name.lowercased()) }

  /// What other programs call a field of ours.
  private static let synonyms = [
    "attachment": "filename", "author": "from", "file": "filename", "flag": "is", "folder": "account",
    "msgid": "messageid", "name": "filename", "newer": "after", "newerthan": "after", "older": "before",
    "olderthan": "before", "recipient": "to", "sender": "from", "since": "after", "size": "larger",
    "tag": "is",
    "text": "body", "title": "subject", "until": "before",
  ]

  /// The field that a misspelt name was probably meant to be; nil where none is near.
  static func nearest(_ name: String) -> String? {
    synonyms[name.lowercased().filter(\.isLetter)] ?? NearWord.nearest(name, in: allCases.map(\.rawValue))
  }

  /// Names before a colon that are no fields, and that people look for all the same: schemes of addresses, and what
  /// programs put before subjects.
  static let words: Set<String> = [
    "aw", "cid", "data", "file", "ftp", "fw", "fwd", "http", "https", "mailto", "news", "re", "sip", "sms",
    "tel", "urn",
    "wg", "xmpp",
  ]
}
