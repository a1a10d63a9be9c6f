package import Maildir

/// What is known of a message that comes back from a copy elsewhere, beside its octets.
package struct CopiedMessage: Sendable {
  /// Which unique-id it was delivered for.
  let tag: DeliveryTag
  /// Seconds since 1970 UTC.
  let arrival: Int64
  /// The Maildir++ folder it was in; nil: not known.
  let folder: String?
  /// When it was safe first, in seconds since 1970 UTC; nil: not known.
  let storedAt: Int64?

  /// - Parameter folder: what is no name of a Maildir++ folder of popkeep counts as not known.
  package init(tag: DeliveryTag, arrival: Int64, folder: String? = nil, storedAt: Int64? = nil) {
    self.tag = tag
    self.arrival = arrival
    self.folder = folder.flatMap { Self.isFolder($0) ? $0 : nil }
    self.storedAt = storedAt
  }

  /// `.`, `.2026` or `.2026.11`: what is read from a copy becomes no other path.
  private static func isFolder(_ name: String) -> Bool {
    if name == "." { return true }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, parts[0].isEmpty, name.utf8.count < 32 else { return false }
    return parts.dropFirst().allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
  }
}
