/// Why a proxy does not lead to the server.
package enum ProxyFault: Sendable, Equatable {
  /// It cannot be reached itself; why, as a part of a sentence.
  case notReached(String)
  /// What answers is no SOCKS5 proxy.
  case notSOCKS
  /// It wants a log-in, and none is configured, or one of another kind than name and password.
  case wantsLogIn
  case logInRefused
  /// Name or password has more octets than the protocol can carry.
  case logInTooLong
  /// It does not lead to that server: the reply of RFC 1928, section 6.
  case refused(UInt8)

  /// True where another address of the same server may be reached.
  var isOfAddress: Bool {
    switch self {
    case .refused(let reply): [1, 3, 4, 5, 6, 8].contains(reply)
    case .notReached, .notSOCKS, .wantsLogIn, .logInRefused, .logInTooLong: false
    }
  }

  /// True where trying again later may help.
  package var isTemporary: Bool {
    switch self {
    case .notReached: true
    case .refused(let reply): ![2, 7, 8].contains(reply)
    case .notSOCKS, .wantsLogIn, .logInRefused, .logInTooLong: false
    }
  }

  /// What is wrong and what to do, as a sentence without its full stop.
  func sentence(proxy: String, server: String) -> String {
    switch self {
    case .notReached(let why): "the proxy \(proxy) cannot be reached (\(why)): check \"proxy\""
    case .notSOCKS: "what answers at \(proxy) is no SOCKS5 proxy: check \"proxy\""
    case .wantsLogIn:
      "the proxy \(proxy) wants a log-in: write its user into \"proxy\", as in socks5h://USER@HOST, and give \"proxyPassword\""
    case .logInRefused:
      "the proxy \(proxy) refused the log-in: check its user in \"proxy\", and \"proxyPassword\""
    case .logInTooLong:
      "user or password of the proxy \(proxy) has more than 255 octets, which SOCKS5 cannot carry"
    case .refused(let reply): "the proxy \(proxy) does not lead to \(server): \(Self.reason(reply))"
    }
  }

  private static func reason(_ reply: UInt8) -> String {
    switch reply {
    case 2: "its rules do not allow it, so ask its operator"
    case 3: "it has no way to that network"
    case 4: "it cannot reach that host, so check the host's name"
    case 5: "the server refuses connections on that port, so check the port"
    case 6: "the server did not answer in time"
    case 7: "it does not make connections, so check \"proxy\""
    case 8:
      "it does not take that kind of address: try socks5h:// instead of socks5://, or the other way around"
    case _: "it failed (reply \(reply)), so try again later"
    }
  }
}
