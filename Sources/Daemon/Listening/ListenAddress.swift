import Glibc

/// Where the daemon listens: `127.0.0.1:9464`, `[::1]:9464`, `unix:/run/popkeep/socket`.
package enum ListenAddress: Sendable, Equatable, CustomStringConvertible {
  /// An address in numbers, or `localhost`. Names are not looked up: what is open to whom must not hang on a
  /// name server.
  case tcp(host: String, port: UInt16)
  /// The absolute path of a Unix socket.
  case unix(String)

  /// Nil where `text` is neither of the forms.
  package init?(_ text: String) {
    if text.hasPrefix("unix:") {
      let path = String(text.dropFirst(5))
      guard path.hasPrefix("/"), UnixAddress(path) != nil else { return nil }
      self = .unix(path)
      return
    }
    guard let colon = text.lastIndex(of: ":") else { return nil }
    let digits = text[text.index(after: colon)...]
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(digits) else {
      return nil
    }
    var host = String(text[..<colon])
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = String(host.dropFirst().dropLast())
      guard host.contains(":") else { return nil }
    } else if host.contains(":") {
      return nil
    }
    guard InternetAddress(host, port: port) != nil else { return nil }
    self = .tcp(host: host, port: port)
  }

  package var description: String {
    switch self {
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .unix(let path): PlainText.line("unix:\(path)", limit: 200)
    }
  }
}
