/// Whether an equal header shows that a listed message is an archived one. Pure.
///
/// Mail of devices and jobs may have the same header every time, without Date and Message-ID. So a header alone
/// proves nothing: name and size must speak for it too, and where they do not, the message is fetched and its
/// content decides. What is fetched once too often is bound, not stored again; what is taken for known is lost.
package struct HeaderEvidence: Sendable {
  private let policyDeletes: Bool
  private let serverCountsOtherwise: Bool

  /// - Parameters:
  ///   - policyDeletes: messages taken for known may be deleted.
  ///   - known: messages whose unique-id and size are as recorded.
  ///   - resized: messages whose unique-id is recorded with another size. Where these are many, and as many as
  ///     the others, it is the server that counts octets otherwise than before.
  package init(policyDeletes: Bool, known: Int, resized: Int) {
    self.policyDeletes = policyDeletes
    serverCountsOtherwise = resized >= 3 && resized >= known
  }

  /// - Parameters:
  ///   - octets: the size listed now.
  ///   - hasItsName: the copy was fetched under the unique-id listed now.
  package func suffices(for copy: CopyFacts, octets: Int64?, hasItsName: Bool) -> Bool {
    // What was deleted, or may be, and is there again under its old name is as likely to be other mail.
    if copy.isGone && (copy.wasDeleted || policyDeletes) { return false }
    if copy.allows(octets) { return true }
    return hasItsName && (copy.listedOctets == nil || serverCountsOtherwise)
  }
}
