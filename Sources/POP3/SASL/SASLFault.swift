/// Why an exchange ends on this side: the server's part of it is not what the mechanism demands.
public enum SASLFault: Sendable, Equatable {
  /// The challenge is none that the mechanism has.
  case badChallenge
  /// The server's nonce does not begin with this side's (RFC 5802, section 5.1).
  case otherNonce
  /// Fewer rounds of hashing than RFC 5802 allows, so that a proof could be searched through for the password; or more
  /// than anybody waits for.
  case iterations(UInt32)
  /// The server has not proved that it knows the password: it may be another one than it says.
  case serverUnproved
  /// The server's own reason, one word of RFC 5802, section 7, such as `invalid-proof`.
  case told(String)
}

extension SASLFault: CustomStringConvertible {
  /// What is wrong, as a part of a sentence.
  public var description: String {
    switch self {
    case .badChallenge: "its challenge makes no sense"
    case .otherNonce: "its challenge is not for this log-in"
    case .iterations(let count): "it asks for \(count) rounds of hashing"
    case .serverUnproved: "it did not prove that it knows the password"
    case .told(let reason): "it says \(reason)"
    }
  }
}
