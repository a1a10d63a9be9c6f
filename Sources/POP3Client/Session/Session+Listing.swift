package import POP3

/// How the answer to UIDL ended.
package struct ListingEnd: Sendable, Equatable {
  /// Lines that made no sense and were passed over.
  package let malformed: Int
}

extension Session {
  /// Sends `commands` together where the server takes that; each is to be asked next, in this order.
  package mutating func askAhead(_ commands: [Command]) throws(SessionFailure) {
    guard pipelines, let first = commands.first, !conversation.isAhead(first) else { return }
    try conversation.sendAhead(commands)
  }

  /// Count and octets of the maildrop (STAT).
  package mutating func status() throws(SessionFailure) -> MaildropStatus {
    conversation.stage = .status
    let wasAhead = conversation.isAhead(.stat)
    let reply = try conversation.demand(.stat)
    guard let status = MaildropStatus(text: reply.text) else {
      // An answer to another command shows that the server mixes them up.
      if wasAhead { throw conversation.spoil(.pipeliningBroken) }
      throw SessionFailure(.status, .protocolViolation(.malformedStatus(reply.printable)))
    }
    return status
  }

  /// STAT and `UIDL last`, in one round trip where the server pipelines.
  ///
  /// The unique-id is nil where the server has none for that message, or does not say.
  package mutating func probe(
    last: MessageNumber?
  ) throws(SessionFailure) -> (MaildropStatus, UniqueID?) {
    guard let last else { return (try status(), nil) }
    conversation.stage = .status
    try askAhead([.stat, .uidl(last)])
    let status = try status()
    conversation.stage = .uniqueIDs
    let listing = try conversation.ask(.uidl(last))
    guard listing.status == .ok else { return (status, nil) }
    return (status, UniqueIDListing(text: listing.text, asked: last)?.uid)
  }

  /// Size and unique-id of each of a few messages, in one round trip where the server pipelines; nil where it refuses
  /// to tell of one of them.
  package mutating func listings(
    of numbers: [MessageNumber]
  ) throws(SessionFailure) -> [(size: ScanListing, uid: UniqueIDListing)]? {
    let chunk = pipelines ? PipelinedRun.window / 32 : 1
    var listings: [(size: ScanListing, uid: UniqueIDListing)] = []
    var rest = numbers[...]
    while !rest.isEmpty {
      if pipelines { try conversation.sendAhead(rest.prefix(chunk).flatMap { [.list($0), .uidl($0)] }) }
      for number in rest.prefix(chunk) {
        conversation.stage = .sizes
        let size = try conversation.ask(.list(number))
        conversation.stage = .uniqueIDs
        let uid = try conversation.ask(.uidl(number))
        guard size.status == .ok, uid.status == .ok, let listed = ScanListing(text: size.text),
          listed.number == number, let named = UniqueIDListing(text: uid.text, asked: number)
        else { return nil }
        listings.append((listed, named))
      }
      rest = rest.dropFirst(chunk)
    }
    return listings
  }

  /// The sizes of all messages (LIST), as the server claims them. Returns how many lines made no sense.
  package mutating func sizes(_ each: (ScanListing) throws -> Void) throws -> Int {
    conversation.stage = .sizes
    _ = try conversation.demand(.list(nil))
    var malformed = 0
    while true {
      switch try conversation.next() {
      case .scan(let listing): try each(listing)
      case .malformedLine: malformed += 1
      case .endOfListing: return malformed
      case .greeting, .reply, .capabilities, .uniqueID, .body, .bodyOctet, .endOfBody: continue
      }
    }
  }

  /// The unique-ids of all messages (UIDL), in the server's order.
  ///
  /// An error of `each` ends the session and passes through. A server without UIDL is `.refused`.
  package mutating func uniqueIDs(_ each: (UniqueIDListing) throws -> Void) throws -> ListingEnd {
    conversation.stage = .uniqueIDs
    _ = try conversation.demand(.uidl(nil))
    var malformed = 0
    while true {
      switch try conversation.next() {
      case .uniqueID(let listing): try each(listing)
      case .malformedLine: malformed += 1
      case .endOfListing: return ListingEnd(malformed: malformed)
      case .greeting, .reply, .capabilities, .scan, .body, .bodyOctet, .endOfBody: continue
      }
    }
  }
}
