/// What an index keeps of a header: who, to whom, when, about what, and which message it answers.
///
/// A header is never refused: what is broken or missing is nil or empty. Strings are valid Unicode and may hold
/// control characters; whoever prints them keeps those out.
public struct Envelope: Hashable, Sendable {
  /// The subject, decoded (RFC 2047) and unfolded; nil where the field is missing.
  public var subject: String?
  public var from: [Mailbox] = []
  public var sender: [Mailbox] = []
  public var replyTo: [Mailbox] = []
  public var to: [Mailbox] = []
  public var cc: [Mailbox] = []
  public var bcc: [Mailbox] = []

  /// The Date field, in seconds since 1970 UTC; nil where it is missing, unreadable or outside 1970…9999.
  public var date: Int64?

  /// The date of the topmost Received field that has a readable one, in seconds since 1970 UTC.
  public var received: Int64?

  /// The message-id without its angle brackets.
  public var messageID: String?

  /// The message-ids of In-Reply-To, without angle brackets.
  public var inReplyTo: [String] = []

  /// The message-ids of References, oldest first, without angle brackets.
  public var references: [String] = []

  /// The envelope of a message that has no header.
  public init() {}

  /// Reads the header section at the start of `header`; what follows its blank line is not looked at.
  public init(header: [UInt8]) { self.init(header: header.span) }

  /// Reads the header section at the start of `header`; what follows its blank line is not looked at.
  public init(header: Span<UInt8>) { self.init() }
}
