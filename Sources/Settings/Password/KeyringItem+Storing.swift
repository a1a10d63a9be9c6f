extension PasswordText {
  /// Puts the password into the desktop's keyring, where `"keyring": true` of this account finds it. Blocks while
  /// `secret-tool` runs.
  package func storeInKeyring(of account: Account, timeout: Duration = .seconds(120)) throws(PasswordFailure)
  {
    let item = KeyringItem([:], of: PasswordHolder(host: account.host, user: account.user))
    do throws(PasswordFailure.Code) {
      try item.store(self, label: "popkeep: \(account.user) at \(account.host)", timeout: timeout)
    } catch { throw PasswordFailure(error, of: KeyringItem.origin) }
  }
}

extension KeyringItem {
  /// Has `secret-tool` read the password from its input, which nobody else can read.
  func store(_ password: PasswordText, label: String, timeout: Duration) throws(PasswordFailure.Code) {
    _ = try PasswordCommand(
      [Self.program, "store", "--label=\(label)"] + attributes, isHeard: true, input: password.bytes
    ).output(timeout: timeout, limit: 65536)
  }
}
