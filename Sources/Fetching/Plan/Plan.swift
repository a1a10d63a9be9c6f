package import POP3

/// Why a message is fetched.
package enum FetchReason: String, Sendable {
  case new = "new on the server"
  case otherContent = "its unique-id was used before, for other mail"
  case retry = "set aside earlier, and due again"
  case unprovable = "the server cannot show whether it is known"
}

/// A message that the plan leaves on the server unfetched, and why.
package struct SkippedMessage: Sendable, Equatable {
  package let uid: UniqueID?
  package let reason: String

  package init(uid: UniqueID?, reason: String) {
    self.uid = uid
    self.reason = reason
  }
}

/// What one session is to do with a mailbox: fetch these, look closer at those, leave the others.
package struct Plan: Sendable {
  package struct Fetch: Sendable {
    package let message: ListedMessage
    package let reason: FetchReason
  }

  package internal(set) var fetch = PlannedMessages()
  /// Messages whose header (TOP) decides whether they are known.
  package internal(set) var settle = ListedMessages()
  /// Messages set aside earlier that are not due again.
  package internal(set) var skipped: [SkippedMessage] = []
  /// Messages larger than `maxMessageSize`: left on the server by the user's wish.
  package internal(set) var oversize = 0
  /// Octets listed for messages that are not archived.
  package internal(set) var octetsNotArchived: Int64 = 0
}

/// Makes the plan from what is listed, what is known and the time. Pure: no effect, no clock.
package struct Planner: Sendable {
  package struct SetAside: Sendable {
    package let retryAt: Int64
    package let reason: String
    package init(retryAt: Int64, reason: String) {
      self.retryAt = retryAt
      self.reason = reason
    }
  }

  package private(set) var plan = Plan()
  private let setAside: [UniqueID: SetAside]
  private let maxMessageSize: Int64?
  private let now: Int64

  package init(setAside: [UniqueID: SetAside] = [:], maxMessageSize: Int64? = nil, now: Int64) {
    self.setAside = setAside
    self.maxMessageSize = maxMessageSize
    self.now = now
  }

  /// Takes a listed message that is not known yet.
  ///
  /// - Parameter header: true where a header hash may show that the message is archived already.
  package mutating func consider(_ message: ListedMessage, header: Bool) {
    if header { plan.settle.append(message) } else { fetch(message, .new) }
  }

  /// Takes a message whose header turned out to be unknown, or could not be shown.
  package mutating func fetch(_ message: ListedMessage, _ reason: FetchReason) {
    plan.octetsNotArchived = plan.octetsNotArchived.addingClamped(message.octets ?? 0)
    if let limit = maxMessageSize, let octets = message.octets, octets > limit {
      plan.oversize += 1
      return
    }
    guard let earlier = message.uid.flatMap({ setAside[$0] }) else {
      plan.fetch.append(.init(message: message, reason: reason))
      return
    }
    if earlier.retryAt > now {
      plan.skipped.append(SkippedMessage(uid: message.uid, reason: earlier.reason))
    } else {
      plan.fetch.append(.init(message: message, reason: .retry))
    }
  }
}

extension Int64 {
  /// The sum, or the nearest value that fits.
  func addingClamped(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other > 0 ? .max : .min) : sum
  }
}
