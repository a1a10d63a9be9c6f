/// A mailbox as a URL: `pop3s://USER@HOST[:PORT]` or `pop3://USER@HOST[:PORT]` (RFC 2384; a user name's `@`
/// is written `%40`). Never with a password: other users can read the arguments of a process.
struct MailboxURL {
  struct Invalid: Error, CustomStringConvertible {
    let description: String
  }

  let isImplicit: Bool
  let user: String
  let host: String
  let port: UInt16?

  init(_ text: String) throws(Invalid) {
    guard let (scheme, rest) = Self.cut(text[...], at: "://") else {
      throw Invalid(description: "This is no URL: pop3s://USER@HOST is the form.")
    }
    guard scheme == "pop3s" || scheme == "pop3" else {
      throw Invalid(description: "A mailbox URL begins with pop3s:// or pop3://.")
    }
    isImplicit = scheme == "pop3s"
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard let at = authority.lastIndex(of: "@"), at > authority.startIndex else {
      throw Invalid(description: "The URL names no user: pop3s://USER@HOST, with an @ in USER written %40.")
    }
    let login = authority[..<at]
    guard !login.contains(":") else {
      throw Invalid(
        description: "A password in the URL can be read by other users: leave it out; it is asked for, "
          + "or comes from --password-command.")
    }
    guard let user = Self.decode(login.prefix { $0 != ";" }), !user.isEmpty else {
      throw Invalid(description: "The user in the URL has a broken %-sign: an @ is written %40.")
    }
    self.user = user
    (host, port) = try Self.address(authority[authority.index(after: at)...])
    guard (user + host).unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      throw Invalid(description: "The URL holds a control character, which no user or host name has.")
    }
  }

  /// A name for the account, and so for its folder: another one for every other mailbox.
  ///
  /// A mail address at a host of its domain, or a name at a host, is a name as it stands. Where anything would be
  /// lost (a port, another host, characters that not every file system takes), a hash of all of it follows.
  var accountName: String {
    let full = user.contains("@") ? user : "\(user)@\(host)"
    let safe = String(
      full.unicodeScalars.map { scalar in
        scalar.isASCII
          && (scalar.properties.isAlphabetic || "0123456789._-@+".unicodeScalars.contains(scalar))
          ? Character(scalar) : "_"
      })
    let isPlain = safe == full && full.count <= 64 && !full.hasPrefix(".") && !full.hasSuffix(".")
    if isPlain, port == nil, isAtHome { return full }
    let stem = safe.drop { $0 == "." }.prefix(55)
    return "\(stem)-\(MailboxHash.text("\(user)\0\(host)\0\(port.map(String.init) ?? "")"))"
  }

  /// True where the host says nothing that the user's name does not say.
  private var isAtHome: Bool {
    guard let at = user.lastIndex(of: "@") else { return true }
    let domain = user[user.index(after: at)...]
    return ["", "pop.", "pop3.", "mail.", "imap."].contains { "\($0)\(domain)" == host }
  }

  private static func address(_ text: Substring) throws(Invalid) -> (String, UInt16?) {
    var host = text
    var port: Substring?
    if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
      host = text[text.index(after: text.startIndex)..<end]
      let rest = text[text.index(after: end)...]
      port = rest.hasPrefix(":") ? rest.dropFirst() : nil
    } else if let (name, digits) = cut(text, at: ":") {
      (host, port) = (name, digits)
    }
    guard !host.isEmpty else { throw Invalid(description: "The URL names no host.") }
    guard let port else { return (String(host), nil) }
    guard let number = UInt16(port), number > 0 else {
      throw Invalid(description: "The URL's port is no number from 1 to 65535.")
    }
    return (String(host), number)
  }

  private static func cut(_ text: Substring, at mark: String) -> (Substring, Substring)? {
    text.firstRange(of: mark).map { (text[..<$0.lowerBound], text[$0.upperBound...]) }
  }

  /// `%41` becomes `A`; nil where a %-sign is not followed by two hexadecimal digits of valid UTF-8.
  private static func decode(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      guard digits.count == 2, digits.allSatisfy(\.isHexDigit), let value = UInt8(digits, radix: 16)
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
