import Glibc

/// A place to wait for connections: an address and port of this machine, or a socket in the file system.
package enum ListenAddress: Sendable, Equatable {
  /// An IPv4 or IPv6 address, without brackets; port 0: any that is free.
  case tcp(host: String, port: UInt16)
  /// An absolute path.
  case unix(String)

  /// Reads `127.0.0.1:9464`, `[::1]:9464`, `localhost:9464` or `unix:/run/popkeep/metrics`; nil where `text` is none of
  /// these.
  package init?(_ text: String) {
    if text.utf8.contains(0) { return nil }
    if text.hasPrefix("unix:") {
      let path = String(text.dropFirst(5))
      guard path.hasPrefix("/"), path.utf8.count < 108 else { return nil }
      self = .unix(path)
      return
    }
    guard let colon = text.lastIndex(of: ":"),
      let port = UInt16(text[text.index(after: colon)...]),
      text[text.index(after: colon)...].utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    let name = String(text[..<colon])
    // An IPv6 address has its brackets here, or nobody knows where it ends. Other names are not looked up: what is open
    // to whom must not hang on a name server.
    guard let host = HostName.parse(name), name.hasPrefix("[") ? host.contains(":") : !host.contains(":"),
      name == "localhost" || Self.isNumeric(host)
    else { return nil }
    self = .tcp(host: host, port: port)
  }

  private static func isNumeric(_ host: String) -> Bool {
    var (four, six) = (in_addr(), in6_addr())
    return inet_pton(AF_INET, host, &four) == 1 || inet_pton(AF_INET6, host, &six) == 1
  }
}

extension ListenAddress: CustomStringConvertible {
  package var description: String {
    switch self {
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .unix(let path): "unix:\(path)"
    }
  }
}
