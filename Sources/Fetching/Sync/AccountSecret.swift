import OAuth
package import Settings

/// What an account logs in with, fetched for one session, and where it came from.
package struct AccountSecret: Sendable {
  package let text: PasswordText
  /// For a person; nothing of the secret is in it.
  package let origin: String

  package init(_ text: PasswordText, origin: String) {
    self.text = text
    self.origin = origin
  }
}

extension Account {
  /// The password, or an access token, from where the configuration says; nil where it says nothing.
  ///
  /// Blocks while a program runs, or a token is renewed.
  /// - Parameters:
  ///   - refused: The token that the server did not take: another one is wanted.
  ///   - isHeard: false where nobody reads what a program says on standard error.
  ///   - now: Seconds since 1970 UTC.
  package func secret(
    insteadOf refused: PasswordText? = nil, isHeard: Bool = true, now: @escaping @Sendable () -> Int64
  ) throws -> AccountSecret? {
    switch oauth {
    case nil:
      return try resolvedPassword(isHeard: isHeard).map { AccountSecret($0, origin: "read from its source") }
    case .command(let words):
      let token = try PasswordSource.command(words)
        .resolve(
          for: PasswordHolder(host: host, user: user), longest: PasswordText.longestToken, isHeard: isHeard)
      // Control characters part the fields of what goes to the server.
      guard token.bytes.allSatisfy({ (0x21...0x7e).contains($0) }) else {
        throw Problem(
          .configuration, "The first line that \"tokenCommand\" prints is no access token.",
          hint: "Run it by hand to see what it prints.")
      }
      return AccountSecret(token, origin: "a token, printed by its command")
    case .client(let client):
      let source = try tokenSource(client, now: now)
      let token = try source.token(insteadOf: refused)
      return AccountSecret(token.text, origin: "a token of \(source.serverName), \(token.report.sentence)")
    }
  }

  private func tokenSource(
    _ client: OAuthClient, now: @escaping @Sendable () -> Int64
  ) throws -> TokenSource {
    let server = try OAuthServer(client, account: name, host: host)
    return TokenSource(
      server, account: name, user: user, store: TokenStore(folder: client.tokens ?? ".", account: name),
      proxy: try webProxy(), now: now)
  }

  /// The account's proxy in the form that web clients take: tokens go the same way as mail.
  package func webProxy() throws -> String? {
    guard let proxy else { return nil }
    let secret = try proxy.resolvedPassword(isHeard: false)?.bytes ?? []
    return SOCKSAddress.text(proxy, secret: secret)
  }
}

extension TokenReport {
  /// "valid for 52 min".
  package var sentence: String {
    secondsLeft < 120 ? "valid for \(secondsLeft) s" : "valid for \(secondsLeft / 60) min"
  }
}

/// A SOCKS5 proxy as a URL.
private enum SOCKSAddress {
  static func text(_ proxy: ProxySettings, secret: [UInt8]) -> String {
    let scheme = proxy.looksUpNames ? "socks5h" : "socks5"
    let host = proxy.host.contains(":") ? "[\(proxy.host)]" : proxy.host
    let logIn = proxy.user.map { "\(escaped(Array($0.utf8))):\(escaped(secret))@" } ?? ""
    return "\(scheme)://\(logIn)\(host):\(proxy.port)"
  }

  private static func escaped(_ octets: [UInt8]) -> String {
    octets.map { octet in
      let isPlain = UnicodeScalar(octet).properties.isAlphabetic && octet < 0x80 || (48...57).contains(octet)
      let digits = String(octet, radix: 16, uppercase: true)
      return isPlain ? String(UnicodeScalar(octet)) : octet < 16 ? "%0\(digits)" : "%\(digits)"
    }.joined()
  }
}
