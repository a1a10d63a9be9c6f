import MailIndex

/// How much of what is found is wanted, and in which order.
package struct SearchExtent: Sendable {
  package enum Order: String, Sendable, CaseIterable {
    /// The newest first.
    case date
    case oldest
    /// What fits best first.
    case relevance

    var searchOrder: SearchOrder {
      switch self {
      case .date: .newest
      case .oldest: .oldest
      case .relevance: .best
      }
    }
  }

  /// At most so many; nil: all.
  let limit: Int?
  /// So many are passed over first.
  let skip: Int
  let order: Order
  /// Also messages that are octet for octet the same as one before.
  let copies: Bool

  /// - Parameter page: from 1, of `limit` each.
  package init(limit: Int?, page: Int = 1, order: Order = .date, copies: Bool = false) {
    self.limit = limit
    let (skip, overflow) = (page - 1).multipliedReportingOverflow(by: limit ?? 0)
    self.skip = overflow ? .max : skip
    self.order = order
    self.copies = copies
  }
}
