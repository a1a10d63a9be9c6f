package import POP3

/// One message as the server lists it in this session.
package struct ListedMessage: Sendable, Equatable {
  package let number: MessageNumber
  /// Nil where the server has no unique-id for it, or an empty one.
  package let uid: UniqueID?
  /// Nil where the server gave no size that means anything.
  package let octets: Int64?

  package init(number: MessageNumber, uid: UniqueID?, octets: Int64?) {
    self.number = number
    self.uid = uid
    self.octets = octets
  }
}

/// The sizes of a LIST reply by message number, and which numbers a UIDL reply has named so far.
///
/// Sixteen octets a message, whatever the server sends: entries with number 0, repeated numbers and
/// numbers far beyond the count are dropped and counted (RFC 1939, section 5: numbers run from 1).
package struct ListingSizes: Sendable {
  private static let unlisted: Int64 = -2
  private static let unknown: Int64 = -1

  private var octets: [Int64] = []
  private var named: [Bool] = []
  private let ceiling: Int
  /// False where LIST was refused: then every number that UIDL names is accepted, its size unknown.
  package var isComplete = true
  /// How many entries were dropped.
  package private(set) var dropped = 0
  /// How many messages LIST named.
  package private(set) var count = 0

  /// - Parameter expected: the count that STAT gave; numbers up to it, and some more, are accepted.
  package init(expected: UInt32) {
    ceiling = min(Int(expected) + 10_000, 20_000_000)
  }

  /// Takes one line of a LIST reply.
  package mutating func add(_ listing: ScanListing) {
    guard let index = grow(to: listing.number), octets[index] == Self.unlisted else { return drop() }
    octets[index] = listing.octets ?? Self.unknown
    count += 1
  }

  /// Takes one line of a UIDL reply; nil where the line names nothing that LIST named, or names it again.
  package mutating func message(_ listing: UniqueIDListing) -> ListedMessage? {
    let uid = listing.uid.flatMap { $0.bytes.isEmpty ? nil : $0 }
    guard let index = grow(to: listing.number), !named[index],
      !isComplete || octets[index] != Self.unlisted
    else {
      drop()
      return nil
    }
    named[index] = true
    let size = octets[index]
    return ListedMessage(number: listing.number, uid: uid, octets: size >= 0 ? size : nil)
  }

  /// Every message that LIST named, for a server without unique-ids.
  package func withoutUniqueIDs() -> [ListedMessage] {
    octets.indices.compactMap { index in
      guard octets[index] != Self.unlisted, let number = MessageNumber(UInt32(index + 1)) else { return nil }
      return ListedMessage(number: number, uid: nil, octets: octets[index] >= 0 ? octets[index] : nil)
    }
  }

  /// How many messages LIST named and UIDL did not.
  package var unnamed: Int { octets.indices.count { octets[$0] != Self.unlisted && !named[$0] } }

  /// The sum of all sizes that were given, at most `Int64.max`.
  package var totalOctets: Int64 {
    octets.reduce(0) { total, size in
      let (sum, overflow) = total.addingReportingOverflow(max(0, size))
      return overflow ? .max : sum
    }
  }

  private mutating func grow(to number: MessageNumber) -> Int? {
    let index = Int(number.value) - 1
    guard index < ceiling else { return nil }
    if index >= octets.count {
      let more = index + 1 - octets.count
      octets.append(contentsOf: repeatElement(Self.unlisted, count: more))
      named.append(contentsOf: repeatElement(false, count: more))
    }
    return index
  }

  private mutating func drop() { dropped += 1 }
}
