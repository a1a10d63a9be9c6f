/// Which program, variable or file was asked for a password, for sentences about it.
package struct PasswordOrigin: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case command, variable, file, credential, keyring, netrc
  }

  package let kind: Kind
  /// In quotes and printable. Never the arguments of a program: they may hold a secret.
  package let name: String

  init(_ kind: Kind, _ name: String) {
    self.kind = kind
    self.name = "\"\(printable(name, limit: 400))\""
  }

  /// What it is and its name: `the password file "/home/alice/p"`.
  var noun: String {
    switch kind {
    case .command: "the password command \(name)"
    case .variable: "the environment variable \(name)"
    case .file: "the password file \(name)"
    case .credential: "the systemd credential \(name)"
    case .keyring: "the keyring's program \(name)"
    case .netrc: "the netrc file \(name)"
    }
  }
}
