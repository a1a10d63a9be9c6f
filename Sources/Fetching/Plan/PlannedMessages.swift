import POP3

/// Messages to fetch, and why, in the order in which they are asked for.
package struct PlannedMessages: Sendable, RandomAccessCollection {
  private var messages = ListedMessages()
  private var reasons: [FetchReason] = []

  package init() {}

  package var startIndex: Int { 0 }
  package var endIndex: Int { reasons.count }

  package subscript(index: Int) -> Plan.Fetch {
    Plan.Fetch(message: messages[index], reason: reasons[index])
  }

  /// The numbers of the messages.
  var numbers: [MessageNumber] { messages.numbers }

  /// The listed size of a message; nil where the server gave none.
  func octets(at index: Int) -> Int64? { messages.octets(at: index) }

  mutating func append(_ fetch: Plan.Fetch) {
    messages.append(fetch.message)
    reasons.append(fetch.reason)
  }

  /// Those of them that `isWanted` says.
  func filter(_ isWanted: (Plan.Fetch) -> Bool) -> PlannedMessages {
    var wanted = PlannedMessages()
    for fetch in self where isWanted(fetch) { wanted.append(fetch) }
    return wanted
  }
}
