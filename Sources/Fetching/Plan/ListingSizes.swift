package import POP3

/// The sizes of a LIST reply by message number, and which numbers a UIDL reply has named so far.
///
/// Five octets a message, whatever the server sends: entries with number 0, repeated numbers and
/// numbers far beyond the count are dropped and counted (RFC 1939, section 5: numbers run from 1).
package struct ListingSizes: Sendable {
  private static let unlisted = UInt32.max
  private static let unknown = UInt32.max - 1
  private static let large = UInt32.max - 2
  /// Sizes from 4 GB on that are kept; a server that claims more of them is not believed.
  private static let mostLarge = 10_000

  private var octets: [UInt32] = []
  private var largeOctets: [Int: Int64] = [:]
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
    // Arrays that grow take twice their room for a moment.
    octets.reserveCapacity(min(Int(expected), 4_000_000))
    named.reserveCapacity(min(Int(expected), 4_000_000))
  }

  /// Takes one line of a LIST reply.
  package mutating func add(_ listing: ScanListing) {
    guard let index = grow(to: listing.number), octets[index] == Self.unlisted else { return drop() }
    count += 1
    guard let size = listing.octets else { return octets[index] = Self.unknown }
    if size < Int64(Self.large) { return octets[index] = UInt32(size) }
    guard largeOctets.count < Self.mostLarge else { return octets[index] = Self.unknown }
    octets[index] = Self.large
    largeOctets[index] = size
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
    return ListedMessage(number: listing.number, uid: uid, octets: size(at: index))
  }

  /// Every message that LIST named, for a server without unique-ids.
  package func withoutUniqueIDs() -> some Sequence<ListedMessage> {
    octets.indices.lazy.compactMap { index in
      guard octets[index] != Self.unlisted, let number = MessageNumber(UInt32(index + 1)) else { return nil }
      return ListedMessage(number: number, uid: nil, octets: size(at: index))
    }
  }

  /// How many messages LIST named and UIDL did not.
  package var unnamed: Int { octets.indices.count { octets[$0] != Self.unlisted && !named[$0] } }

  /// The sum of all sizes that were given, at most `Int64.max`.
  package var totalOctets: Int64 {
    octets.indices.reduce(0) { total, index in total.addingClamped(size(at: index) ?? 0) }
  }

  private func size(at index: Int) -> Int64? {
    switch octets[index] {
    case Self.unlisted, Self.unknown: nil
    case Self.large: largeOctets[index]
    case let size: Int64(size)
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
