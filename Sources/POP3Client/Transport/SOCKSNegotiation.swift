import Glibc
import POP3

/// A request to a SOCKS5 proxy, as octets (RFC 1928, section 4).
enum SOCKSRequest {
  /// What the proxy is to connect to.
  enum Target {
    /// A name of at most 255 octets, or an address as text.
    case name(String)
    case address(SocketAddress)
  }

  /// The request to connect; nil where the name is too long to be one.
  static func connect(_ target: Target, port: UInt16) -> [UInt8]? {
    let place: [UInt8]
    switch target {
    case .name(let name):
      if let address = Resolver.address(name) { return connect(.address(address), port: port) }
      let octets = Array(name.utf8)
      guard (1...255).contains(octets.count) else { return nil }
      place = [3, UInt8(octets.count)] + octets
    case .address(let address): place = [address.family == AF_INET6 ? 4 : 1] + address.octets
    }
    return [5, 1, 0] + place + [UInt8(port >> 8), UInt8(port & 255)]
  }

  /// Name and password (RFC 1929, section 2); nil where one is empty or has more than 255 octets.
  static func logIn(_ logIn: SOCKSProxy.LogIn) -> [UInt8]? {
    let (name, secret) = (Array(logIn.user.utf8), logIn.secret.bytes)
    guard (1...255).contains(name.count), (1...255).contains(secret.count) else { return nil }
    return [1, UInt8(name.count)] + name + [UInt8(secret.count)] + secret
  }
}

/// How asking a proxy ended.
enum ProxyFailure: Error {
  case fault(ProxyFault)
  case line(ConnectionFailure)
}

/// Asks a SOCKS5 proxy for a connection (RFC 1928); what comes after its answer belongs to the server.
struct SOCKSNegotiation {
  private static let version: UInt8 = 5
  private static let withoutLogIn: UInt8 = 0
  private static let nameAndPassword: UInt8 = 2

  private let proxy: SOCKSProxy
  private let target: SOCKSRequest.Target
  private let port: UInt16

  init(_ proxy: SOCKSProxy, _ target: SOCKSRequest.Target, port: UInt16) {
    self.proxy = proxy
    self.target = target
    self.port = port
  }

  func run(_ stream: inout ByteStream, deadline: Deadline) throws(ProxyFailure) {
    let ways = [Self.withoutLogIn] + (proxy.logIn == nil ? [] : [Self.nameAndPassword])
    try say([Self.version, UInt8(ways.count)] + ways, &stream, deadline)
    let choice = try hear(2, &stream, deadline)
    guard choice[0] == Self.version else { throw .fault(.notSOCKS) }
    switch (choice[1], proxy.logIn) {
    case (Self.withoutLogIn, _): break
    case (Self.nameAndPassword, let logIn?): try enter(logIn, &stream, deadline)
    case _: throw .fault(.wantsLogIn)
    }
    guard let request = SOCKSRequest.connect(target, port: port) else { throw .fault(.refused(4)) }
    try say(request, &stream, deadline)
    let reply = try hear(4, &stream, deadline)
    guard reply[0] == Self.version else { throw .fault(.notSOCKS) }
    guard reply[1] == 0 else { throw .fault(.refused(reply[1])) }
    // The address that the proxy connects from is of no use, but it stands before the server's first octet.
    switch reply[3] {
    case 1: _ = try hear(4 + 2, &stream, deadline)
    case 4: _ = try hear(16 + 2, &stream, deadline)
    case 3: _ = try hear(Int(try hear(1, &stream, deadline)[0]) + 2, &stream, deadline)
    case _: throw .fault(.notSOCKS)
    }
  }

  private func enter(
    _ logIn: SOCKSProxy.LogIn, _ stream: inout ByteStream, _ deadline: Deadline
  ) throws(ProxyFailure) {
    guard let request = SOCKSRequest.logIn(logIn) else { throw .fault(.logInTooLong) }
    try say(request, &stream, deadline)
    guard try hear(2, &stream, deadline)[1] == 0 else { throw .fault(.logInRefused) }
  }

  private func say(
    _ octets: [UInt8], _ stream: inout ByteStream, _ deadline: Deadline
  ) throws(ProxyFailure) {
    do throws(ConnectionFailure) { try stream.write(octets, deadline: deadline) } catch { throw .line(error) }
  }

  /// So many octets, and not one more.
  private func hear(
    _ count: Int, _ stream: inout ByteStream, _ deadline: Deadline
  ) throws(ProxyFailure) -> [UInt8] {
    var octets = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let more: Int
      do throws(ConnectionFailure) {
        more = try stream.read(into: &octets, from: filled, deadline: deadline)
      } catch { throw .line(error) }
      // A server of another kind ends the line at what it cannot read.
      guard more > 0 else { throw .fault(.notSOCKS) }
      filled += more
    }
    return octets
  }
}
