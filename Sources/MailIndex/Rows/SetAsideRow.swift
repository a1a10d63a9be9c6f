/// A message that could not be fetched, and when it is tried again. Times are in seconds since 1970 UTC.
package struct SetAsideRow: Sendable, Equatable {
  /// The unique-id, raw: what is unique within the account.
  package let uid: [UInt8]
  package let listedOctets: Int64?
  package let reason: String
  package let attempts: Int
  package let firstAt: Int64
  package let retryAt: Int64

  package init(
    uid: [UInt8], listedOctets: Int64?, reason: String, attempts: Int, firstAt: Int64, retryAt: Int64
  ) {
    self.uid = uid
    self.listedOctets = listedOctets
    self.reason = reason
    self.attempts = attempts
    self.firstAt = firstAt
    self.retryAt = retryAt
  }
}
