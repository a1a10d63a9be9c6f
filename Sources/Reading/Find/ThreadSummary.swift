import Archive
import MailIndex

/// A thread in which something was found, as `search --threads` prints it.
package struct ThreadSummary: Encodable, Sendable {
  /// The first digits of the message that the thread is named for.
  package let thread: String
  /// All its messages, those that were found and the others.
  package let messages: Int
  /// Times of the first and the last one (RFC 3339, UTC).
  package let oldest: String
  package let newest: String
  /// Of the first one.
  package let subject: String?
  /// Everybody who wrote in it, in the order in which they first did.
  package let participants: [MessageDocument.Address]

  private let newestMoment: Int64

  private enum CodingKeys: String, CodingKey { case thread, messages, oldest, newest, subject, participants }

  /// - Parameter found: a message of the thread.
  package init(of found: FoundMessage, _ search: inout MessageSearch) throws {
    var count = 0
    var first: FoundMessage?
    var newest = found.moment
    var people: [MessageDocument.Address] = []
    var seen: Set<String> = []
    try search.find(.thread(found.thread.hex), order: .oldest) { message in
      count += 1
      if first == nil { first = message }
      newest = max(newest, message.moment)
      let envelope = message.row.message.envelope
      // Of a list of thousands some are named.
      if let address = envelope.fromAddress, people.count < 1000, seen.insert(address.lowercased()).inserted {
        people.append(MessageDocument.Address(name: envelope.fromName, address: address))
      }
      return true
    }
    thread = String(found.thread.hex.prefix(try search.idLength([found.thread])))
    messages = max(count, 1)
    oldest = Moment((first ?? found).moment).timestamp
    self.newest = Moment(newest).timestamp
    newestMoment = newest
    subject = (first ?? found).row.message.envelope.subject
    participants = people
  }

  package func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(thread, forKey: .thread)
    try members.encode(messages, forKey: .messages)
    try members.encode(oldest, forKey: .oldest)
    try members.encode(newest, forKey: .newest)
    try members.encode(subject, forKey: .subject)
    try members.encode(participants, forKey: .participants)
  }

  /// Id, time of the last message, how many there are, who wrote, about what; harmless for a terminal.
  package func line(width: Int?, marking sought: SoughtHeaders, zone: LocalZone = .system) -> MarkedText {
    let count = "\(messages)"
    let people = participants.prefix(20).map { $0.name ?? $0.address }.joined(separator: ", ")
    let columns = width.map { min(40, max(12, $0 / 4)) } ?? 40
    let padding = String(repeating: " ", count: max(0, 4 - count.count))
    let line =
      MarkedText("\(thread)  \(LocalMoment(newestMoment, zone).minute)  \(padding)\(count)  ")
      + sought.from.marked(people.isEmpty ? "(no sender)" : people).cell(columns: columns) + MarkedText("  ")
      + (subject.map(sought.subject.marked) ?? MarkedText("(no subject)"))
    return width.map { line.cut(columns: $0) } ?? line
  }
}
