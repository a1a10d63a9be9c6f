/// Recognises a mailbox whose unique-ids were all changed, as happens when a provider migrates.
///
/// Most copies of the last listing are missing and messages of the same sizes are there under new
/// unique-ids: then a header hash (TOP) binds each anew, and nothing is fetched twice.
package struct Renumbering: Sendable {
  /// Fewer missing copies are everyday life: their successors are fetched, and content decides.
  private static let fewest = 3

  private var missingBySize: [Int64: Int] = [:]
  /// True where enough is missing to look for a renumbering at all.
  package let isSuspected: Bool

  /// - Parameters:
  ///   - missing: sizes of the copies that were on the server and are not in this listing.
  ///   - known: how many copies were recognised in this listing.
  ///   - new: how many messages of this listing are unknown.
  package init(missing: [Int64], known: Int, new: Int) {
    isSuspected = missing.count >= Self.fewest && new > 0 && missing.count >= known
    if isSuspected {
      for size in missing { missingBySize[size, default: 0] += 1 }
    }
  }

  /// True where a new message of this size may be a missing copy under another name.
  package func mayBeMissing(octets: Int64?) -> Bool {
    guard isSuspected else { return false }
    guard let octets else { return true }
    return missingBySize[octets] != nil
  }
}
