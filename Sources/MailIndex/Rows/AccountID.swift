/// The row of one account in the index; stable as long as the index file lives, and no longer.
package struct AccountID: Hashable, Sendable {
  package let value: Int64

  package init(_ value: Int64) { self.value = value }
}
