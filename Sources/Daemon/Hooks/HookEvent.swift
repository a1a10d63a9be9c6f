import Fetching

/// Something that happened to an account or a drive, as a hook's program is told on standard input: one JSON object.
package struct HookEvent: Sendable, Encodable {
  package enum Kind: String, Sendable, Encodable {
    case newMail, failure, silence
    /// A drive was copied to.
    case backup
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
  /// Nil where it happened to a drive.
  package let account: String?
  package let drive: String?
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
  /// RFC 3339; nil: the drive was never there.
  package var lastSeen: String?
  /// Since then.
  package var seconds: Int64?
  /// Messages that were copied to the drive, and their octets.
  package var copied: Int?
  package var bytes: Int64?
  /// Files on the drive that were read and are as they were fetched.
  package var verified: Int?
  /// Copies that were found damaged or missing.
  package var damaged: Int?
  /// Messages that could not be copied: the archive has no whole file of them.
  package var missingHere: Int?
  /// Where the copy is.
  package var path: String?
  package var canUnplug: Bool?

  private enum CodingKeys: String, CodingKey {
    case event, account, drive, time, archive, messages, octets, mail
    case kind = "class"
    case message, hint
    case isTemporary = "temporary"
    case errorsInARow
    case isPaused = "paused"
    case lastSuccess, lastSeen, seconds
    case copied, bytes, verified, damaged, missingHere, path, canUnplug
  }

  init(_ event: Kind, _ account: String, now: Int64, archive: String) {
    self.event = event
    self.account = account
    drive = nil
    time = Timestamp.text(now)
    self.archive = archive
  }

  init(_ event: Kind, drive: String, now: Int64, archive: String) {
    self.event = event
    account = nil
    self.drive = drive
    time = Timestamp.text(now)
    self.archive = archive
  }

  /// Takes what is wrong, and what to do.
  mutating func take(_ problem: Problem) {
    kind = problem.kind.rawValue
    message = problem.message
    hint = problem.hint
    isTemporary = problem.isTemporary
  }

  /// Whom it happened to.
  var subject: HookSubject { drive.map(HookSubject.drive) ?? .account(account ?? "") }

  /// The object that the program gets.
  var input: [UInt8] {
    get throws { try ControlLine.encode(self) }
  }
}
