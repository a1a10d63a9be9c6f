/// A SOCKS5 proxy (RFC 1928) and how to log in to it (RFC 1929).
package struct ProxySettings: Sendable, Equatable {
  package var host: String
  package var port: UInt16
  /// True where the proxy looks the server's name up (`socks5h`), so that no name server here learns of it.
  package var looksUpNames: Bool
  /// Nil: no log-in.
  package var user: String?
  package var password: PasswordSource?

  package init(
    host: String, port: UInt16 = 1080, looksUpNames: Bool = true, user: String? = nil,
    password: PasswordSource? = nil
  ) {
    self.host = host
    self.port = port
    self.looksUpNames = looksUpNames
    self.user = user
    self.password = password
  }

  /// The password of a proxy that asks for one; nil where it asks for none. Blocks while a program runs.
  package func resolvedPassword(isHeard: Bool = true) throws(PasswordFailure) -> PasswordText? {
    guard let user else { return nil }
    // RFC 1929 has one octet for its length.
    return try password?.resolve(for: PasswordHolder(host: host, user: user), longest: 255, isHeard: isHeard)
  }
}

/// How a proxy is written in the configuration: `socks5h://USER@HOST:PORT`, without its password.
extension ProxySettings {
  /// What is wrong with a text that is no proxy, as the end of a sentence; nothing of the text is in it.
  package struct Invalid: Error {
    package let problem: String
  }

  static let form = "a URL such as \"socks5h://proxy.example.org:1080\""

  package init(_ text: String) throws(Invalid) {
    guard let mark = text.firstRange(of: "://") else { throw Invalid(problem: "needs \(Self.form)") }
    switch text[..<mark.lowerBound].lowercased() {
    case "socks5h": looksUpNames = true
    case "socks5": looksUpNames = false
    case _: throw Invalid(problem: "needs \(Self.form): popkeep knows socks5h:// and socks5:// alone")
    }
    var rest = text[mark.upperBound...]
    if rest.hasSuffix("/") { rest = rest.dropLast() }
    user = nil
    if let at = rest.lastIndex(of: "@") {
      user = try Self.user(rest[..<at])
      rest = rest[rest.index(after: at)...]
    }
    let address: HostAndPort
    do { address = try HostAndPort(rest) } catch {
      switch error {
      case .noHost: throw Invalid(problem: "needs \(Self.form): there is no host name in it")
      case .badPort: throw Invalid(problem: "has a port that is no number from 1 to 65535")
      }
    }
    (host, port) = (address.host, address.port ?? 1080)
    password = nil
  }

  private static func user(_ text: Substring) throws(Invalid) -> String {
    guard !text.contains(":") else {
      throw Invalid(problem: "has a password in it: leave the user alone there, and write \"proxyPassword\"")
    }
    guard let user = PercentText.decoded(text), isPlain(user), (1...255).contains(user.utf8.count) else {
      throw Invalid(problem: "has no user before its @, or one with a broken %-sign: @ is written %40")
    }
    return user
  }

  /// As it stands in the configuration.
  var text: String {
    let scheme = looksUpNames ? "socks5h" : "socks5"
    let login = user.map { PercentText.encoded($0) + "@" } ?? ""
    return "\(scheme)://\(login)\(host.contains(":") ? "[\(host)]" : host):\(port)"
  }
}
