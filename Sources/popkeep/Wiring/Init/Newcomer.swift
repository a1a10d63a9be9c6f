import Settings

/// An account that is not written yet, and its password where that was typed.
struct Newcomer {
  /// Where a password goes that was typed, once the log-in has shown that it is right.
  enum Place {
    /// Nowhere: it is typed each time.
    case nowhere
    /// The account says it: the configuration.
    case configuration
    case keyring
    /// A new file, 0600.
    case file(String)
  }

  var account: Account
  /// Nil: nobody has typed one.
  var password: PasswordText?
  var place = Place.nowhere
  /// The name to log in with where the server refuses the account's, which nobody was sure of (RFC 6186 §4).
  var otherUser: String?

  /// True where the account cannot be tried yet: its owner has to allow this program in first.
  var awaitsLogIn: Bool {
    guard case .client = account.oauth else { return false }
    return true
  }
}
