import DemoServer
import Glibc
import OpenSSL
import TestServers

/// A client without any knowledge of POP3: octets to a socket, octets from it, and a deadline on both.
struct RawClient: ~Copyable {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let descriptor: Int32
  private var unread: [UInt8] = []
  private var tls: TLSStream?

  /// Connects, with `trusting` over TLS from the first octet.
  init(port: UInt16, address: Loopback = .ipv4, trusting authority: TestAuthority? = nil) throws {
    tls = nil
    descriptor = socket(address == .ipv4 ? AF_INET : AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
    var limit = timeval(tv_sec: 5, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
    guard Self.connect(descriptor, port, address) == 0 else {
      throw Failure(description: "connect: \(String(cString: strerror(errno)))")
    }
    if let authority { try startTLS(trusting: authority) }
  }

  deinit { close(descriptor) }

  /// Connects and takes the greeting.
  static func greeted(_ server: DemoServer) throws -> RawClient {
    var client = try RawClient(port: server.port)
    _ = try client.line()
    return client
  }

  /// Connects and logs in with USER and PASS.
  static func loggedIn(_ server: DemoServer, user: String = "alice") throws -> RawClient {
    var client = try RawClient.greeted(server)
    try client.send("USER \(user)\r\nPASS secret\r\n")
    _ = try client.line()
    let reply = try client.line()
    guard reply.hasPrefix("+OK") else { throw Failure(description: reply) }
    return client
  }

  /// Does the client's part of the TLS handshake.
  mutating func startTLS(trusting authority: TestAuthority) throws {
    let context = try TLSClientContext(trust: .caFile(authority.file))
    var stream = try TLSStream.connect(fd: descriptor, host: "127.0.0.1", context: context)
    guard case .done = try stream.handshake() else { throw Failure(description: "the handshake timed out") }
    tls = consume stream
  }

  mutating func send(_ text: String) throws {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = try rest.withUnsafeBytes { try write($0) }
      guard count > 0 else { throw Failure(description: "send: \(String(cString: strerror(errno)))") }
      rest = rest.dropFirst(count)
    }
  }

  /// Sends a command and takes a reply of one line.
  mutating func ask(_ command: String) throws -> String {
    try send(command + "\r\n")
    return try line()
  }

  /// Sends a command and takes a reply of many lines: the first, and the octets between it and the terminator.
  mutating func askForMany(_ command: String) throws -> (status: String, body: [UInt8]) {
    let status = try ask(command)
    var body: [UInt8] = []
    while true {
      let line = try rawLine()
      if line == [46, 13, 10] { return (status, body) }
      body += line
    }
  }

  /// The next line, without CRLF.
  mutating func line() throws -> String {
    let raw = try rawLine()
    guard raw.suffix(2) == [13, 10] else { throw Failure(description: "the line has no CRLF: \(raw)") }
    return String(decoding: raw.dropLast(2), as: UTF8.self)
  }

  /// All octets up to the end of the connection; a reset is a failure.
  mutating func rest() throws -> [UInt8] {
    while try receive() {}
    return unread
  }

  /// Octets up to and with CRLF.
  private mutating func rawLine() throws -> [UInt8] {
    var position = 0
    while true {
      while position + 1 < unread.count {
        if unread[position] == 13, unread[position + 1] == 10 {
          defer { unread.removeFirst(position + 2) }
          return Array(unread[...(position + 1)])
        }
        position += 1
      }
      guard try receive() else { throw Failure(description: "closed after \(unread)") }
    }
  }

  private mutating func receive() throws -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = try buffer.withUnsafeMutableBytes { try read($0) }
    guard count >= 0 else { throw Failure(description: "receive: \(String(cString: strerror(errno)))") }
    unread += buffer[..<count]
    return count > 0
  }

  private mutating func read(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard tls != nil else { return recv(descriptor, buffer.baseAddress, buffer.count, 0) }
    return try tls?.read(into: buffer).count ?? -1
  }

  private mutating func write(_ bytes: UnsafeRawBufferPointer) throws -> Int {
    guard tls != nil else {
      return Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
    }
    return try tls?.write(bytes).count ?? -1
  }

  private static func connect(_ descriptor: Int32, _ port: UInt16, _ address: Loopback) -> Int32 {
    switch address {
    case .ipv4:
      var name = sockaddr_in()
      name.sin_family = sa_family_t(AF_INET)
      name.sin_port = port.bigEndian
      name.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
      return withUnsafePointer(to: &name) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
    case .ipv6:
      var name = sockaddr_in6()
      name.sin6_family = sa_family_t(AF_INET6)
      name.sin6_port = port.bigEndian
      name.sin6_addr = in6addr_loopback
      return withUnsafePointer(to: &name) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
        }
      }
    }
  }
}

extension TLSProgress {
  /// Octets read or written; 0 at the end, -1 when the deadline passed.
  fileprivate var count: Int {
    switch self {
    case .done(let count): count
    case .closed: 0
    case .wantsRead, .wantsWrite: -1
    }
  }
}
