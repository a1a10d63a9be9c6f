/// What one run over one account came to. Times are in seconds since 1970 UTC.
package struct RunRow: Sendable, Equatable {
  /// Why a run ended early.
  package struct Failure: Sendable, Equatable {
    /// The class of the error, one word.
    package let kind: String
    package let message: String
    package let isTemporary: Bool

    package init(kind: String, message: String, isTemporary: Bool) {
      self.kind = kind
      self.message = message
      self.isTemporary = isTemporary
    }
  }

  package var startedAt: Int64
  package var endedAt: Int64
  /// Messages that the server listed.
  package var listed = 0
  /// Listed messages that were archived already.
  package var known = 0
  package var fetched = 0
  /// Octets fetched, in wire form.
  package var octets: Int64 = 0
  package var duplicates = 0
  package var setAside = 0
  package var deleted = 0
  package var failure: Failure?

  package init(startedAt: Int64, endedAt: Int64) {
    self.startedAt = startedAt
    self.endedAt = endedAt
  }
}
