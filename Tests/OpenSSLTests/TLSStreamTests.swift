import Glibc
import OpenSSL
import Testing

@Suite struct TLSStreamTests {
  @Test func `bytes go both ways, and an orderly end is seen as one`() throws {
    let authority = try Authority()
    let link = try Link(try authority.leaf("localhost"), host: "localhost", trust: .caFile(authority.file))
    try link.handshake()
    var received: [UInt8] = []
    #expect(try link.client.read(100, appendingTo: &received) == .wantsRead)
    #expect(try link.server.write(Array("+OK ready\r\n".utf8)) == .done(11))
    #expect(try link.client.read(4, appendingTo: &received) == .done(4))
    #expect(link.clientHasUnreadBytes)
    #expect(try link.client.read(100, appendingTo: &received) == .done(7))
    #expect(received == Array("+OK ready\r\n".utf8))
    #expect(!link.clientHasUnreadBytes)
    #expect(try link.client.write(Array("QUIT\r\n".utf8)) == .done(6))
    #expect(try link.server.read(100, appendingTo: &received) == .done(6))
    link.server.shutdown()
    #expect(try link.client.read(100, appendingTo: &received) == .closed)
  }

  @Test func `a write that the socket does not take waits, and goes on where it stopped`() throws {
    let authority = try Authority()
    let link = try Link(try authority.leaf("localhost"), host: "localhost", trust: .caFile(authority.file))
    try link.handshake()
    let bytes = (0..<2_000_000).map { UInt8(truncatingIfNeeded: $0 / 3) }
    var sent = 0
    var waits = 0
    var received: [UInt8] = []
    while received.count < bytes.count {
      if sent < bytes.count {
        switch try link.server.write(Array(bytes[sent...].prefix(100_000))) {
        case .done(let count): sent += count
        case .wantsWrite: waits += 1
        case .wantsRead, .closed: Issue.record("nothing to read, nobody closed")
        }
      }
      if sent == bytes.count || waits > 0 { _ = try link.client.read(65_536, appendingTo: &received) }
    }
    #expect(waits > 0)
    #expect(received == bytes)
  }

  @Test func `an end without close_notify is no orderly end`() throws {
    let authority = try Authority()
    let link = try Link(try authority.leaf("localhost"), host: "localhost", trust: .caFile(authority.file))
    try link.handshake()
    _ = try link.server.write([1, 2, 3])
    link.sockets.serverStopsSending()
    var received: [UInt8] = []
    #expect(try link.client.read(100, appendingTo: &received) == .done(3))
    #expect(failure { _ = try link.client.read(100, appendingTo: &received) }?.code == .closed)
  }

  @Test func `a write to a peer that is gone fails and raises no signal`() throws {
    let authority = try Authority()
    let link = try Link(try authority.leaf("localhost"), host: "localhost", trust: .caFile(authority.file))
    try link.handshake()
    link.sockets.serverEnds()
    #expect(failure { _ = try link.client.write([1, 2, 3]) }?.code == .closed)
    link.client.shutdown()
  }

  @Test func `an end during the handshake is said to be one`() throws {
    let sockets = try SocketPair()
    var client = try TLSStream.connect(
      fd: sockets.client, host: "localhost", context: TLSClientContext(trust: .systemRoots))
    #expect(try client.handshake() == .wantsRead)
    sockets.serverStopsSending()
    #expect(failure { _ = try client.handshake() }?.code == .closed)
  }

  @Test func `a server of TLS 1.1 is refused`() throws {
    let sockets = try SocketPair()
    var client = try TLSStream.connect(
      fd: sockets.client, host: "localhost", context: TLSClientContext(trust: .systemRoots))
    #expect(try client.handshake() == .wantsRead)
    // A record with a ServerHello that chooses version 3.2 and TLS_RSA_WITH_AES_128_CBC_SHA.
    let hello: [UInt8] = [3, 2] + [UInt8](repeating: 7, count: 32) + [0, 0, 0x2f, 0]
    sockets.serverSends([0x16, 3, 2, 0, 42, 2, 0, 0, 38] + hello)
    let refusal = try #require(failure { _ = try client.handshake() })
    #expect(refusal.code == .versionTooOld)
    #expect(refusal.description.contains("TLS 1.2"))
  }

  @Test func `a greeting in plain text is said to be no TLS`() throws {
    let sockets = try SocketPair()
    var client = try TLSStream.connect(
      fd: sockets.client, host: "localhost", context: TLSClientContext(trust: .systemRoots))
    #expect(try client.handshake() == .wantsRead)
    sockets.serverSends(Array("+OK POP3 server ready\r\n".utf8))
    let refusal = try #require(failure { _ = try client.handshake() })
    #expect(refusal.code == .notTLS)
    #expect(refusal.description.contains("995"))
  }

  @Test func `client and server meet on two threads`() throws {
    let authority = try Authority()
    let sockets = try SocketPair()
    let context = try TLSServerContext(identity: try authority.leaf("localhost"))
    let echo = Echo(sockets.server, context)
    let thread = try echo.start()
    defer { pthread_join(thread, nil) }
    var client = try TLSStream.connect(
      fd: sockets.client, host: "localhost", context: TLSClientContext(trust: .caFile(authority.file)))
    while true {
      let progress = try client.handshake()
      if progress == .done(0) { break }
      try waitUntil(progress, on: sockets.client)
    }
    let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0) }
    #expect(try client.write(bytes) == .done(bytes.count))
    var echoed: [UInt8] = []
    while echoed.count < bytes.count {
      let progress = try client.read(3000, appendingTo: &echoed)
      if progress == .wantsRead { try waitUntil(progress, on: sockets.client) }
    }
    #expect(echoed == bytes)
    client.shutdown()
  }

  private func failure(_ body: () throws -> Void) -> TLSFailure? {
    do { try body() } catch { return error as? TLSFailure }
    return nil
  }
}

/// A thread that sends back what it reads, until the peer's orderly end.
private final class Echo: Sendable {
  private let socket: Int32
  private let context: TLSServerContext

  init(_ socket: Int32, _ context: TLSServerContext) {
    self.socket = socket
    self.context = context
  }

  func start() throws -> pthread_t {
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        do { try Unmanaged<Echo>.fromOpaque(argument).takeRetainedValue().run() } catch {
          Issue.record("the echo failed: \(error)")
        }
        return nil
      }, Unmanaged.passRetained(self).toOpaque())
    guard code == 0 else { throw SystemFailure(code) }
    return thread
  }

  private func run() throws {
    var stream = try TLSStream.accept(fd: socket, context: context)
    while true {
      let progress = try stream.handshake()
      if progress == .done(0) { break }
      try waitUntil(progress, on: socket)
    }
    while true {
      var bytes: [UInt8] = []
      let progress = try stream.read(4096, appendingTo: &bytes)
      switch progress {
      case .done: _ = try stream.write(bytes)
      case .closed: return
      case .wantsRead, .wantsWrite: try waitUntil(progress, on: socket)
      }
    }
  }
}
