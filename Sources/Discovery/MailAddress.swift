import Settings

/// A mail address as far as it tells where the mailbox may be.
package struct MailAddress: Sendable, Equatable {
  /// What stands before the last `@`, as it was written.
  package let localPart: String
  /// In small letters, without a dot at its end; a name of DNS.
  package let domain: String
  /// All of it, as it was written.
  package let text: String

  /// Nil where no domain can be looked up: there is none, or it is no name of DNS.
  package init?(_ text: String) {
    guard let at = text.lastIndex(of: "@"), at > text.startIndex else { return nil }
    let written = text[text.index(after: at)...].lowercased()
    let domain = written.hasSuffix(".") ? String(written.dropLast()) : written
    guard DNSName.isName(domain) else { return nil }
    self.domain = domain
    self.text = text
    localPart = String(text[..<at])
  }

  /// The name of `form` for this mailbox.
  package func user(_ form: UserForm) -> String {
    switch form {
    case .address: text
    case .localPart: localPart
    case .literal(let name): name
    }
  }
}

/// How the name to log in with comes from the address.
package enum UserForm: Sendable, Equatable {
  case address, localPart
  /// A name of its own.
  case literal(String)
}

/// The names that this module asks for and connects to.
enum DNSName {
  /// The host of `text`, where that is a name of DNS and no address: what others say is looked up as a name alone.
  static func host(_ text: String) -> String? {
    let small = text.lowercased()
    let name = small.hasSuffix(".") ? String(small.dropLast()) : small
    return isName(name) ? name : nil
  }

  /// True for a name with a letter in its last label: no IPv4 address in any of its forms.
  static func isName(_ text: String) -> Bool {
    guard !text.hasSuffix("."), text.contains("."), HostName.parse(text) == text, !text.contains(":") else {
      return false
    }
    return text.split(separator: ".").last?.utf8.contains {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
    } == true
  }

  /// True where `name` is `domain`, or below it.
  static func isWithin(_ name: String, _ domain: String) -> Bool {
    name == domain || name.hasSuffix(".\(domain)")
  }
}
