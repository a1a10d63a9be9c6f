/// A place to wait for connections: an address and port of this machine, or a socket in the file system.
package enum ListenAddress: Sendable, Equatable {
  /// An IPv4 or IPv6 address, without brackets; port 0: any that is free.
  case tcp(host: String, port: UInt16)
  /// An absolute path.
  case unix(String)

  /// Reads `127.0.0.1:9464`, `[::1]:9464`, `localhost:9464` or `unix:/run/popkeep/metrics`; nil where `text` is none of
  /// these.
  package init?(_ text: String) {
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
    // An IPv6 address has its brackets here, or nobody knows where it ends.
    guard let host = HostName.parse(name), !host.contains(":") || name.hasPrefix("[") else { return nil }
    self = .tcp(host: host, port: port)
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
