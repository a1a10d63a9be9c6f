import Glibc
import InternetMessage
package import MailIndex

/// The words of one message, folded, with a blank after each, by where they stand.
package struct MessageWords {
  /// Octets of text of one message that are read for search, at most.
  static let textLimit = 4 << 20

  private var subject: [UInt8] = []
  private var from: [UInt8] = []
  private var to: [UInt8] = []
  private var names: [UInt8] = []
  private var body: [UInt8] = []
  /// The names of its attachments, folded, one a line.
  private(set) var attachmentNames = ""
  private(set) var hasAttachment = false
  let envelope: Envelope

  private init(_ envelope: Envelope) {
    self.envelope = envelope
    readEnvelope()
  }

  init(_ message: borrowing OpenedMessage) throws {
    try self.init(headersOf: message)
    let text = try Self.text(of: message)
    SearchWords.append(text.span, to: &body)
  }

  /// The words of its header, of the names of its parts, and of who wrote what it encloses about what.
  init(headersOf message: borrowing OpenedMessage) throws {
    self.init(Envelope(header: try message.header()))
    let structure = message.structure
    for part in structure.parts { take(part) }
    for index in structure.parts.indices.dropFirst() { try readEnclosed(index, message) }
  }

  /// What a person reads of it.
  static func text(of message: borrowing OpenedMessage) throws -> [UInt8] {
    try message.text(for: .search, limit: textLimit)
  }

  private mutating func take(_ part: MessagePart) {
    if part.isMultipart { return }
    if part.isAttachment { hasAttachment = true }
    if let name = part.filename { add(name: name) }
  }

  /// What is enclosed is found by its own sender and subject too.
  private mutating func readEnclosed(_ index: Int, _ message: borrowing OpenedMessage) throws {
    let part = message.structure.parts[index]
    guard let parent = part.parent, message.structure.parts[parent].isMessage else { return }
    let inner = Envelope(header: try message.header(of: part, limit: 1 << 16))
    Self.add(inner.subject ?? "", to: &body)
    Self.add(inner.from, to: &body)
  }

  /// The words of a message whose file is gone: those of its row.
  init(_ record: EnvelopeRecord) {
    var envelope = Envelope()
    envelope.subject = record.subject
    envelope.from = record.fromAddress.map { [Mailbox(name: record.fromName, address: $0)] } ?? []
    envelope.date = record.date
    envelope.messageID = record.messageID
    envelope.references = (record.references ?? "").split(separator: " ").map(String.init)
    envelope.inReplyTo = (record.inReplyTo ?? "").split(separator: " ").map(String.init)
    self.init(envelope)
    Self.add((record.to ?? "") + " " + (record.cc ?? ""), to: &to)
  }

  private mutating func readEnvelope() {
    Self.add(envelope.subject ?? "", to: &subject)
    Self.add(envelope.from, to: &from)
    if envelope.from.isEmpty { Self.add(envelope.sender, to: &from) }
    for list in [envelope.to, envelope.cc, envelope.bcc] { Self.add(list, to: &to) }
  }

  private mutating func add(name: String) {
    Self.add(name, to: &names)
    guard attachmentNames.utf8.count < 4096 else { return }
    let folded = String(name.lowercased().filter { !$0.isNewline }.prefix(255))
    if !attachmentNames.isEmpty { attachmentNames.append("\n") }
    attachmentNames.append(folded)
  }

  private static func add(_ mailboxes: [Mailbox], to words: inout [UInt8]) {
    for mailbox in mailboxes {
      if let name = mailbox.name { add(name, to: &words) }
      add(mailbox.address, to: &words)
    }
  }

  private static func add(_ text: String, to words: inout [UInt8]) {
    let octets = Array(text.utf8)
    SearchWords.append(octets.span, to: &words)
  }

  /// What is indexed of the message.
  var terms: SearchTerms {
    var terms = SearchTerms()
    terms.append(subject.span, of: .subject)
    terms.append(from.span, of: .from)
    terms.append(to.span, of: .to)
    terms.append(names.span, of: .filename)
    terms.append(body.span, of: .body)
    return terms
  }

  private func places(of field: WordMatch.Field) -> [[UInt8]] {
    switch field {
    case .anywhere: [subject, from, to, names, body]
    case .subject: [subject]
    case .from: [from]
    case .to: [to]
    case .body: [body]
    case .filename: [names]
    }
  }

  /// Whether the words stand in the message, one after the other.
  package func contains(_ match: WordMatch) -> Bool {
    let wanted = Array(match.words.joined(separator: " ").utf8) + (match.isPrefix ? [] : [0x20])
    return places(of: match.field).contains { Self.contains($0, wanted) }
  }

  /// Whether `wanted` stands in `words`, from the beginning of a word on.
  private static func contains(_ words: [UInt8], _ wanted: [UInt8]) -> Bool {
    words.withUnsafeBytes { words in
      wanted.withUnsafeBytes { wanted in
        guard let first = wanted.first, let sought = wanted.baseAddress else { return true }
        var start = 0
        while start + wanted.count <= words.count, let base = words.baseAddress,
          let place = memchr(base + start, Int32(first), words.count - wanted.count - start + 1)
        {
          let index = UnsafeRawPointer(place) - base
          if index == 0 || words[index - 1] == 0x20, memcmp(place, sought, wanted.count) == 0 { return true }
          start = index + 1
        }
        return false
      }
    }
  }
}
