package import POP3

/// Listed messages in a few octets each: a mailbox may list a hundred thousand that are new.
package struct ListedMessages: Sendable, RandomAccessCollection {
  private static let unknown: Int64 = -1

  /// The messages' numbers.
  package private(set) var numbers: [MessageNumber] = []
  private var sizes: [Int64] = []
  /// The unique-ids, one behind the other, and where each ends; an empty one is none.
  private var names: [UInt8] = []
  private var nameEnds: [Int] = []

  package init() {}

  package var startIndex: Int { 0 }
  package var endIndex: Int { numbers.count }

  package subscript(index: Int) -> ListedMessage {
    let start = index == 0 ? 0 : nameEnds[index - 1]
    let name = names[start..<nameEnds[index]]
    return ListedMessage(
      number: numbers[index], uid: name.isEmpty ? nil : UniqueID(Array(name)), octets: octets(at: index))
  }

  /// The listed size of a message; nil where the server gave none.
  package func octets(at index: Int) -> Int64? { sizes[index] == Self.unknown ? nil : sizes[index] }

  package mutating func append(_ message: ListedMessage) {
    numbers.append(message.number)
    sizes.append(message.octets ?? Self.unknown)
    names += message.uid?.bytes ?? []
    nameEnds.append(names.count)
  }

  /// Octets that all of them take.
  package var footprint: Int { names.count + numbers.count * (4 + 8 + 8) }
}
