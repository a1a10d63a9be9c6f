package import Archive
import InternetMessage

/// A message as a person reads it: who, to whom, when, about what, the text, and what is attached. Every line is harmless
/// for a terminal.
package enum MessageSheet {
  /// Recipients that are named, at most.
  private static let recipientLimit = 20

  /// Names, date and subject, before an empty line and the text.
  ///
  /// - Parameter width: columns to stay within where words let it; nil where lines may be of any length.
  package static func lines(
    of message: borrowing OpenedMessage, arrived: Int64, width: Int?, zone: LocalZone = .system
  ) throws -> [String] {
    let envelope = Envelope(header: try message.header())
    var lines: [String] = []
    func add(_ name: String, _ text: String) {
      let line = TerminalText.line("\(name):\(String(repeating: " ", count: 9 - name.count - 1))\(text)")
      lines += width.map { TerminalText.wrapped(line, columns: $0) } ?? [line]
    }
    let author = envelope.from.isEmpty ? envelope.sender : envelope.from
    add("From", author.isEmpty ? "(no sender)" : list(author))
    for (name, people) in [("To", envelope.to), ("Cc", envelope.cc), ("Bcc", envelope.bcc)]
    where !people.isEmpty {
      add(name, list(people))
    }
    // A message without a readable date has the one of its arrival, and says so.
    add(
      "Date",
      envelope.date.map { LocalMoment($0, zone).full }
        ?? "\(LocalMoment(arrived, zone).full) (of its arrival)")
    add("Subject", envelope.subject ?? "(no subject)")
    lines.append("")
    let text = String(
      decoding: try message.text(for: .reading, limit: MessageContent.textLimit), as: UTF8.self)
    let body = TerminalText.lines(text)
    lines += width.map { width in body.flatMap { TerminalText.wrapped($0, columns: width) } } ?? body
    if body.isEmpty { lines.append("(This message has no text.)") }
    let attachments = try attachments(of: message)
    return attachments.isEmpty ? lines : lines + [""] + attachments
  }

  /// Every field of the header, decoded, one a line.
  package static func headerLines(of message: borrowing OpenedMessage) throws -> [String] {
    Header(parsing: try message.header()).fields.map { TerminalText.line("\($0.name): \($0.text)") }
  }

  private static func list(_ people: [Mailbox]) -> String {
    let names = people.prefix(recipientLimit).map { person in
      guard let name = person.name, !name.isEmpty else { return person.address }
      return "\(name) <\(person.address)>"
    }
    let rest = people.count - names.count
    return names.joined(separator: ", ") + (rest > 0 ? ", and \(rest) more" : "")
  }

  /// A line an attachment: its number, which `show --part` takes, its name, what it is and how much.
  private static func attachments(of message: borrowing OpenedMessage) throws -> [String] {
    let parts = message.structure.contents.filter(\.isAttachment)
    let columns = parts.map(\.path.count).max() ?? 0
    var lines: [String] = []
    for part in parts {
      var octets: Int64 = 0
      try message.forEachPiece(of: part) { octets += Int64($0.count) }
      let number = part.path + String(repeating: " ", count: columns - part.path.count)
      let name = part.filename.map { TerminalText.line($0) } ?? "(no name)"
      lines.append("  \(number)  \(name)  (\(TerminalText.line(part.type.name)), \(ByteText.of(octets)))")
    }
    return lines.isEmpty ? [] : ["Attachments:"] + lines
  }
}
