package import POP3

/// How the answer to UIDL ended.
package struct ListingEnd: Sendable, Equatable {
  /// Lines that made no sense and were passed over.
  package let malformed: Int
}

extension Session {
  /// Count and octets of the maildrop (STAT).
  package mutating func status() throws(SessionFailure) -> MaildropStatus {
    conversation.stage = .status
    return try status(of: try conversation.demand(.stat))
  }

  /// STAT and `UIDL last`, in one round trip where the server pipelines.
  ///
  /// The unique-id is nil where the server has none for that message, or does not say.
  package mutating func probe(
    last: MessageNumber?
  ) throws(SessionFailure) -> (MaildropStatus, UniqueID?) {
    guard let last else { return (try status(), nil) }
    conversation.stage = .status
    try conversation.queue(.stat)
    if pipelines { try conversation.queue(.uidl(last)) }
    try conversation.flush()
    let answer = try conversation.nextReply()
    let second = pipelines ? try conversation.nextReply() : nil
    guard answer.status == .ok else { throw SessionFailure(.status, .refused(answer)) }
    let status = try status(of: answer)
    conversation.stage = .uniqueIDs
    let listing: Reply
    if let second { listing = second } else { listing = try conversation.ask(.uidl(last)) }
    guard listing.status == .ok else { return (status, nil) }
    return (status, UniqueIDListing(text: listing.text, asked: last)?.uid)
  }

  /// The sizes of all messages (LIST), as the server claims them. Returns how many lines made no sense.
  package mutating func sizes(_ each: (ScanListing) -> Void) throws(SessionFailure) -> Int {
    conversation.stage = .sizes
    _ = try conversation.demand(.list(nil))
    var malformed = 0
    while true {
      switch try conversation.next() {
      case .scan(let listing): each(listing)
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

  private mutating func status(of reply: Reply) throws(SessionFailure) -> MaildropStatus {
    guard let status = MaildropStatus(text: reply.text) else {
      throw SessionFailure(.status, .protocolViolation(.malformedStatus(reply.printable)))
    }
    return status
  }
}
