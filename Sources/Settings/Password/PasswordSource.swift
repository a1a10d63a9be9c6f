/// Where the password of an account comes from.
package enum PasswordSource: Sendable, Equatable {
  /// A program and its arguments, run without a shell; the first line of its output is the password.
  case command([String])
  /// The name of an environment variable.
  case env(String)
  /// An absolute path to a file that only its owner may read; its first line is the password.
  case file(String)
  /// Written in the configuration file, which only its owner may then read.
  case value(PasswordText)
  /// The name of a file in `$CREDENTIALS_DIRECTORY`, which systemd fills (`LoadCredential=`).
  case credential(String)
  /// The desktop's keyring (Secret Service), asked through `secret-tool`. The attributes of the item; none: those that
  /// `KeyringItem` says.
  case keyring([String: String])
  /// An absolute path to a netrc file; nil: `$NETRC`, else `~/.netrc`.
  case netrc(String?)
}

/// Whose password is wanted: what keyrings and netrc files know it by.
package struct PasswordHolder: Sendable, Equatable {
  package let host: String
  package let user: String

  package init(host: String, user: String) {
    self.host = host
    self.user = user
  }
}
