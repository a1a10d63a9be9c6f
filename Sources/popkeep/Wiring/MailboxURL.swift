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
  }

  /// A name for the account, and so for its folder: user and host in characters that every file system takes.
  var accountName: String {
    let full = user.contains("@") ? user : "\(user)@\(host)"
    let safe = full.unicodeScalars.map { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789._-@+".unicodeScalars.contains(scalar))
        ? Character(scalar) : "_"
    }
    let name = String(safe.drop { $0 == "." }.prefix(64))
    return name.isEmpty ? "mail" : name
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
      guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
