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
}
