import Glibc

/// The rule for the addresses of authorization servers: `https`, or `http` to this machine, as tests have it.
enum WebAddress {
  static let form = "a URL such as \"https://login.example.org/token\""

  /// What is wrong with `text`, as the end of a sentence; nil where nothing is. Nothing of the text is in it.
  static func problem(with text: String) -> String? {
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }),
      text.utf8.count <= 2000, let mark = text.firstRange(of: "://")
    else { return "needs \(form)" }
    let authority = text[mark.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    if authority.contains("@") { return "has a user in it: leave it out" }
    if text.contains("#") { return "has a # in it, behind which nothing is sent" }
    let host: String
    do { host = try HostAndPort(authority).host } catch {
      switch error {
      case .noHost: return "needs \(form): there is no host name in it"
      case .badPort: return "has a port that is no number from 1 to 65535"
      }
    }
    switch text[..<mark.lowerBound].lowercased() {
    case "https": return nil
    case "http":
      return isThisMachine(host) ? nil : "needs https:// before a server's name: tokens never go unencrypted"
    case _: return "needs \(form)"
    }
  }

  private static func isThisMachine(_ host: String) -> Bool {
    if host.lowercased() == "localhost" || host == "::1" { return true }
    var address = in_addr()
    return inet_pton(AF_INET, host, &address) == 1 && UInt32(bigEndian: address.s_addr) >> 24 == 127
  }
}
