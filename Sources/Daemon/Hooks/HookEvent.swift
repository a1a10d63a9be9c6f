/// Something that happened to an account, as a hook's program is told on standard input: one JSON object.
package struct HookEvent: Sendable, Encodable {
  package enum Kind: String, Sendable, Encodable {
    case newMail, failure, silence
  }

  /// One message that has come.
  package struct Mail: Sendable, Encodable {
    /// The message's file, an absolute path.
    package let file: String
    package let from: String?
    package let subject: String?
    package let octets: Int64
  }

  package let event: Kind
  package let account: String
  /// RFC 3339.
  package let time: String
  /// The archive's folder.
  package let archive: String
  package var messages: Int?
  package var octets: Int64?
  /// The first of the messages.
  package var mail: [Mail]?
  package var kind: String?
  package var message: String?
  package var hint: String?
  package var isTemporary: Bool?
  package var errorsInARow: Int?
  package var isPaused: Bool?
  /// RFC 3339.
  package var lastSuccess: String?
  /// Since then.
  package var seconds: Int64?

  private enum CodingKeys: String, CodingKey {
    case event, account, time, archive, messages, octets, mail
    case kind = "class"
    case message, hint
    case isTemporary = "temporary"
    case errorsInARow
    case isPaused = "paused"
    case lastSuccess, seconds
  }

  init(_ event: Kind, _ account: String, now: Int64, archive: String) {
    self.event = event
    self.account = account
    time = Timestamp.text(now)
    self.archive = archive
  }

  /// The object that the program gets.
  var bytes: [UInt8] {
    get throws { try ControlLine.encode(self) }
  }
}
