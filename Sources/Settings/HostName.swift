import Glibc

/// The rule for the names of servers: a DNS name, an IPv4 or an IPv6 address.
package enum HostName {
  /// The host as it is connected to, without the brackets around an IPv6 address; nil where `text` is none.
  package static func parse(_ text: String) -> String? {
    let bare = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
    if bare.contains(":") { return isIPv6(bare) ? bare : nil }
    return bare == text && isName(text) ? text : nil
  }

  /// What is wrong with `text`, which is no host, as the end of a sentence that begins with it.
  package static func problem(with text: String) -> String {
    if text.contains("://") || text.contains("/") {
      return "is an address with more than a host name in it: write the name alone"
    }
    if text.contains("@") {
      return "is a mail address: write the name of its POP3 server, as the provider tells it"
    }
    if text.contains(":") { return "has a port in it: write it as \"port\"" }
    if !text.utf8.allSatisfy({ $0 < 128 }) {
      return "has letters that DNS does not have: write its xn-- form"
    }
    return "is not a host name"
  }

  private static func isName(_ text: String) -> Bool {
    let labels = (text.hasSuffix(".") ? text.dropLast() : text[...]).split(
      separator: ".", omittingEmptySubsequences: false)
    return text.utf8.count <= 254
      && labels.allSatisfy { label in
        (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
          && label.utf8.allSatisfy { $0 == UInt8(ascii: "-") || ($0 != UInt8(ascii: "$") && isWordByte($0)) }
      }
  }

  private static func isIPv6(_ text: String) -> Bool {
    let halves = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
    var address = in6_addr()
    guard inet_pton(AF_INET6, String(halves[0]), &address) == 1 else { return false }
    return halves.count == 1 || isName(String(halves[1]))
  }
}
