package import Archive
import MailIndex

/// What is known of a listed message before anything is fetched.
package enum Standing: Sendable, Equatable {
  /// Unique-id and size are as recorded: nothing to do.
  case known(Int)
  /// The unique-id is recorded and the size is not, or the copy had left the server: its header decides.
  case doubtful
  /// Nothing recorded has this unique-id.
  case new
}

/// What the archive recorded of one server copy, as far as recognition needs it.
package struct CopyFacts: Sendable, Equatable {
  /// Octets as the server listed them; nil: no size was given, or the index was rebuilt from the files.
  package var listedOctets: Int64?
  /// Octets as they came over the wire.
  package var wireOctets: Int64
  /// True where the copy was seen leaving the server: the unique-id may by now name other mail.
  package var isGone: Bool
  /// True where the server has answered a deletion of it.
  package var wasDeleted: Bool
  /// True where another message of this listing was already recognised as this copy.
  package var isClaimed: Bool

  package init(
    listedOctets: Int64?, wireOctets: Int64, isGone: Bool, wasDeleted: Bool = false, isClaimed: Bool
  ) {
    self.listedOctets = listedOctets
    self.wireOctets = wireOctets
    self.isGone = isGone
    self.wasDeleted = wasDeleted
    self.isClaimed = isClaimed
  }

  package init(_ message: ArchivedMessage, isClaimed: Bool) {
    self.init(
      listedOctets: message.listedOctets, wireOctets: message.wireOctets,
      isGone: message.state == .gone, wasDeleted: message.deleteTries > 0, isClaimed: isClaimed)
  }
}

extension Standing {
  /// The standing of a message listed with `octets` whose unique-id the archive recorded for `candidates`.
  ///
  /// A unique-id alone proves nothing: servers repeat them, use them again, and renumber (RFC 1939,
  /// section 7 forbids it; many do). Known is what has the same unique-id *and* the same listed size.
  package init(octets: Int64?, candidates: [CopyFacts]) {
    let free = candidates.indices.filter { !candidates[$0].isClaimed }
    if let exact = free.first(where: { candidates[$0].matches(octets) }) {
      self = .known(exact)
    } else {
      self = free.isEmpty ? .new : .doubtful
    }
  }
}

extension CopyFacts {
  /// True where the copy is still expected on the server and has the size that is listed now.
  fileprivate func matches(_ octets: Int64?) -> Bool {
    if isGone { return false }
    if let octets { return octets == listedOctets ?? wireOctets }
    return listedOctets == nil
  }

  /// True where a listed size cannot speak against this copy: it was listed so, it is its size on the
  /// wire, or no size was given.
  package func allows(_ octets: Int64?) -> Bool {
    guard let octets else { return true }
    return octets == listedOctets || octets == wireOctets
  }
}
