/// A host and perhaps a port as they stand in a URL: an IPv6 address has its brackets there.
struct HostAndPort: Equatable {
  enum Failure: Error {
    case noHost, badPort
  }

  /// Without brackets.
  let host: String
  let port: UInt16?

  init(_ text: Substring) throws(Failure) {
    var name = text.prefix { $0 != ":" }
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { throw .noHost }
      name = text[...end]
    }
    guard let host = HostName.parse(String(name)) else { throw .noHost }
    self.host = host
    let rest = text[name.endIndex...]
    guard !rest.isEmpty else {
      port = nil
      return
    }
    let digits = rest.dropFirst()
    guard rest.hasPrefix(":"), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = UInt16(digits),
      number > 0
    else { throw .badPort }
    port = number
  }
}
