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
  public init(header: Span<UInt8>) {
    self.init()
    let header = header.extracting(first: Header.octetLimit)
    var decoder = TextDecoder()
    let charset = read(header, &decoder)
    guard decoder.charsets.guessedWestern, let charset else { return }
    self.init()
    var betterDecoder = TextDecoder(charsets: CharsetDecoder(declared: charset))
    _ = read(header, &betterDecoder)
  }

  /// Reads all fields; returns the charset that Content-Type declares, which may stand below them.
  private mutating func read(_ header: Span<UInt8>, _ decoder: inout TextDecoder) -> [UInt8]? {
    var scanner = FieldScanner(header)
    var charset: [UInt8]?
    while let slice = scanner.next(in: header) {
      guard let field = EnvelopeField(header, at: slice.name) else { continue }
      if field == .contentType {
        charset = charset ?? DeclaredCharset.find(header, slice.value)
      } else {
        take(field, header, slice.value, &decoder)
      }
    }
    return charset
  }

  /// Of fields that occur once the first counts; address lists that were split over several fields are joined.
  private mutating func take(
    _ field: EnvelopeField, _ header: Span<UInt8>, _ value: Range<Int>, _ decoder: inout TextDecoder
  ) {
    switch field {
    case .subject: if subject == nil { subject = decoder.text(header, value) }
    case .from: Self.extend(&from, header, value, &decoder)
    case .sender: Self.extend(&sender, header, value, &decoder)
    case .replyTo: Self.extend(&replyTo, header, value, &decoder)
    case .to: Self.extend(&to, header, value, &decoder)
    case .cc: Self.extend(&cc, header, value, &decoder)
    case .bcc: Self.extend(&bcc, header, value, &decoder)
    case .date: if date == nil { date = MailDate.parse(header, value) }
    case .received: if received == nil { received = MailDate.received(header, value) }
    case .messageID: if messageID == nil { messageID = MessageIDs.first(header, value) }
    case .inReplyTo: if inReplyTo.isEmpty { inReplyTo = MessageIDs.all(header, value) }
    case .references: if references.isEmpty { references = MessageIDs.all(header, value) }
    case .contentType: break
    }
  }

  private static func extend(
    _ list: inout [Mailbox], _ header: Span<UInt8>, _ value: Range<Int>, _ decoder: inout TextDecoder
  ) {
    guard list.count < AddressList.limit else { return }
    var reader = AddressReader(value)
    let added = reader.read(header, &decoder)
    if list.isEmpty { list = added } else { list += added.prefix(AddressList.limit - list.count) }
  }
}
