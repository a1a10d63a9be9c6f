import Archive
import MailIndex
import POP3

/// Listed messages that another fetcher had fetched before this archive took its place: left alone.
///
/// They are known by their unique-ids alone, which prove nothing. So the first listing adds their sizes, another size
/// is other mail, and of each name one message is left alone. They are not archived: they get no ticket, and nothing
/// here can ask for their deletion.
struct SeenElsewhere {
  /// So many messages are listed by servers that show a part of the mailbox and hide the rest.
  private static let windows = 100...600

  private let archive: AccountArchive
  private let noted: Int
  private var claims = Claims()
  private var sizes: [(id: Int64, octets: Int64)] = []
  private var otherMail: [Int64] = []
  /// Messages of this listing that are left alone.
  private(set) var count = 0

  init(_ archive: AccountArchive) throws {
    self.archive = archive
    noted = try archive.seenCount()
  }

  /// True where there is nothing to ask for.
  var isEmpty: Bool { noted == 0 }

  /// How much there is to record.
  var unrecorded: Int { sizes.count + otherMail.count }

  /// Leaves those of `messages` alone that were fetched elsewhere; returns the others, in order.
  mutating func take(_ messages: [ListedMessage]) throws -> [ListedMessage] {
    guard !isEmpty, !messages.isEmpty else { return messages }
    var others: [ListedMessage] = []
    for (message, row) in zip(messages, try archive.seen(messages.map { $0.uid?.bytes ?? [] })) {
      if let row, message.uid != nil, isSame(message, row) { count += 1 } else { others.append(message) }
    }
    return others
  }

  private mutating func isSame(_ message: ListedMessage, _ row: SeenRow) -> Bool {
    guard !claims.isClaimed(row.id) else { return false }
    guard let known = row.listedOctets, let octets = message.octets else {
      claims.claim(row.id)
      if let octets = message.octets { sizes.append((row.id, octets)) }
      return true
    }
    guard known == octets else {
      otherMail.append(row.id)
      return false
    }
    claims.claim(row.id)
    return true
  }

  /// Records what the listing showed.
  mutating func record() throws {
    try archive.keepSeenSizes(sizes)
    try archive.forgetSeen(otherMail)
    sizes.removeAll(keepingCapacity: true)
    otherMail.removeAll(keepingCapacity: true)
  }

  /// Forgets what a whole listing does not show: its names are free for other mail.
  ///
  /// - Parameter listed: how many messages the server listed.
  func forgetMissing(listed: Int) throws {
    guard noted > claims.count, !Self.windows.contains(listed) else { return }
    guard try archive.memory()?.isWindowed != true else { return }
    try archive.forgetSeen(except: claims)
  }
}
