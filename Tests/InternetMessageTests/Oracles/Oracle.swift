import FoundationEssentials
import InternetMessage
import TestFiles

/// What another mail library says about one message of the corpus.
struct Oracle {
  let message: String
  var subject: String?
  var from: [Mailbox]?
  var to: [Mailbox]?
  var cc: [Mailbox]?
  var date: Int64?
  var messageID: String?

  /// Compares the fields that this oracle has an opinion on.
  func compare(_ envelope: Envelope, _ agreement: inout Agreement) {
    if let subject { agreement.compare(message, "subject", plain(subject), plain(envelope.subject ?? "")) }
    compare("from", from, Array(envelope.from.prefix(1)), &agreement)
    compare("to", to, envelope.to, &agreement)
    compare("cc", cc, envelope.cc, &agreement)
    if let date { agreement.compare(message, "date", date, envelope.date ?? -1) }
    if let messageID { agreement.compare(message, "message-id", messageID, envelope.messageID ?? "") }
  }

  private func compare(_ field: String, _ theirs: [Mailbox]?, _ ours: [Mailbox], _ agreement: inout Agreement)
  {
    guard let theirs else { return }
    agreement.compare(message, field, described(theirs), described(ours, like: theirs))
  }
}

/// Blanks differ between libraries and mean nothing.
func plain(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

/// Mailboxes in one order. Where the other side knows no name, names are left out: one library takes none from
/// comments (`alice@example.org (Alice)`).
func described(_ mailboxes: [Mailbox], like others: [Mailbox]? = nil) -> [String] {
  let nameless = Set((others ?? []).filter { $0.name == nil }.map(\.address))
  return mailboxes.map { plain("\(nameless.contains($0.address) ? "" : $0.name ?? "") <\($0.address)>") }
    .sorted()
}

/// The expected results of imap_tools (Python's email package).
struct ImapToolsOracle: Decodable {
  struct Address: Decodable {
    let name: String
    let email: String
    var value: Mailbox { Mailbox(name: name.isEmpty ? nil : name, address: email) }
  }
  struct Moment: Decodable {
    let datetime: [Int]
    let tzinfo: Zone?
  }

  /// An object, or the name `UTC`.
  struct Zone: Decodable {
    var offset: Int64 = 0

    private enum Keys: String, CodingKey { case timezone }

    init(from decoder: any Decoder) throws {
      guard let object = try? decoder.container(keyedBy: Keys.self) else { return }
      offset = try object.decode([Int64].self, forKey: .timezone).first ?? 0
    }
  }

  let subject: String
  let from_values: Address?
  let to_values: [Address]
  let cc_values: [Address]
  let date: Moment

  func oracle(_ message: String) -> Oracle {
    var oracle = Oracle(message: message, subject: subject)
    oracle.from = [from_values].compactMap { $0?.value }
    oracle.to = to_values.map(\.value)
    oracle.cc = cc_values.map(\.value)
    oracle.date = seconds
    return oracle
  }

  private var seconds: Int64? {
    let parts = date.datetime + [0]
    guard parts.count > 6, parts[0] > 1900 else { return nil }
    var components = DateComponents()
    (components.year, components.month, components.day) = (parts[0], parts[1], parts[2])
    (components.hour, components.minute, components.second) = (parts[3], parts[4], parts[5])
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let moment = calendar.date(from: components)
    return moment.map { Int64($0.timeIntervalSince1970) - (date.tzinfo?.offset ?? 0) }
  }
}

/// The expected results of mailcore2 (libetpan).
struct MailCoreOracle: Decodable {
  struct Address: Decodable {
    let displayName: String?
    let mailbox: String?
    var value: Mailbox { Mailbox(name: displayName, address: mailbox ?? "") }
  }
  struct List: Decodable { let items: [Address] }
  struct Header: Decodable {
    let subject: String?
    let from: Address?
    let to: List?
    let date: String
    let messageID: String?
  }

  let header: Header

  /// Two-digit years came out a century late in the library.
  private static let century: Int64 = 3_155_760_000

  /// What its tests put where a message has none.
  private static let noDate: Int64 = 978_307_200
  private static let noMessageID = "MyMessageID123@mail.gmail.com"

  func oracle(_ message: String) -> Oracle {
    var oracle = Oracle(message: message, subject: header.subject ?? "")
    oracle.from = [header.from].compactMap { $0?.value }
    oracle.to = header.to?.items.map(\.value) ?? []
    if let date = Int64(header.date), date != Self.noDate {
      oracle.date = date > Self.century ? date - Self.century : date
    }
    oracle.messageID = header.messageID == Self.noMessageID ? nil : header.messageID
    return oracle
  }
}
