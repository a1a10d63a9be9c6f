/// An item of the desktop's keyring (the Secret Service of freedesktop.org), asked for through `secret-tool`.
///
/// The password comes over a pipe, and only attributes are among the arguments, which others can read. Whatever `secret-tool`
/// does not find ends with status 1; a second look, which never asks for a password, tells a locked item from none.
struct KeyringItem {
  static let program = "secret-tool"
  /// `secret-tool search` says no more than some lines an item.
  private static let longestSearch = 1 << 20

  let attributes: [String]

  /// - Parameter attributes: none: `service` popkeep, `host` and `user` of the account.
  init(_ attributes: [String: String], of holder: PasswordHolder) {
    let pairs =
      attributes.isEmpty
      ? ["service": "popkeep", "host": holder.host, "user": holder.user] : attributes
    self.attributes = pairs.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
  }

  static var origin: PasswordOrigin { PasswordOrigin(.keyring, program) }

  /// What `secret-tool` prints of it.
  func output(timeout: Duration, limit: Int, isHeard: Bool) throws(PasswordFailure.Code) -> [UInt8] {
    let notFound: PasswordFailure.Code
    do throws(PasswordFailure.Code) {
      return try PasswordCommand([Self.program, "lookup"] + attributes, isHeard: isHeard)
        .output(timeout: timeout, limit: limit)
    } catch {
      guard error == .ended(status: 1) else { throw error }
      notFound = error
    }
    throw try reason(notFound, timeout: timeout)
  }

  /// Why nothing was found.
  private func reason(
    _ failure: PasswordFailure.Code, timeout: Duration
  ) throws(PasswordFailure.Code) -> PasswordFailure.Code {
    let found: [UInt8]
    do throws(PasswordFailure.Code) {
      found = try PasswordCommand([Self.program, "search"] + attributes, isHeard: false)
        .output(timeout: timeout, limit: Self.longestSearch)
    } catch {
      // It fails where no keyring answers, and finds nothing without failing.
      if case .ended = error { return failure }
      throw error
    }
    return found.isEmpty ? .noItem : .locked
  }
}
