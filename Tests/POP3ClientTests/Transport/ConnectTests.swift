import Glibc
import OpenSSL
import POP3Client
import Testing

@Suite struct ConnectTests {
  @Test func `a port where nobody listens refuses`() throws {
    let port = try Listener().port
    let failure = connectionFailure { () throws(ConnectionFailure) in
      _ = try open(Endpoint(host: "127.0.0.1", port: port, security: .implicit))
    }
    #expect(failure == ConnectionFailure(.connect, .refused, host: "127.0.0.1", port: port))
    #expect(failure?.description.contains("refuses connections on port \(port)") == true)
  }

  @Test(.enabled(if: hasIPv6)) func `an IPv6 address that is dead does not keep IPv4 waiting`() throws {
    let dead = try Blackhole("::1").listener
    let live = try Listener()
    #expect(try winner(of: [dead, live]) == "127.0.0.1")
  }

  @Test(.enabled(if: hasIPv6)) func `an IPv6 address that refuses gives way to IPv4`() throws {
    let live = try Listener()
    let refusing = try address("::1", port: live.port)
    let winner = try race([refusing, try address("127.0.0.1", port: live.port)])
    #expect(winner == "127.0.0.1")
  }

  @Test func `a second address of the same family gets its turn`() throws {
    let dead = try Blackhole("127.0.0.2").listener
    let live = try Listener("127.0.0.3")
    #expect(try winner(of: [dead, live]) == "127.0.0.3")
  }

  @Test func `an address that answers late still wins when the others refuse`() throws {
    let live = try Listener("127.0.0.3")
    let refusing = try ["127.0.0.2", "127.0.0.4"].map { try address($0, port: live.port) }
    #expect(try race([refusing[0], try address("127.0.0.3", port: live.port), refusing[1]]) == "127.0.0.3")
  }

  @Test func `a host that never answers ends with the deadline`() throws {
    let dead = try Blackhole("127.0.0.2")
    let failure = connectionFailure { () throws(ConnectionFailure) in
      _ = try open(Endpoint(dead.listener), within: .milliseconds(100))
    }
    #expect(failure?.stage == .connect)
    #expect(failure?.code == .timedOut)
    #expect(failure?.description.contains("firewall") == true)
  }

  @Test func `stages are told as they are reached`() throws {
    let certified = try Certified()
    let listener = try Listener()
    let server = try SideThread {
      var peer = try listener.accept()
      try peer.startTLS(certified.identity)
      _ = try peer.receive()
    }
    defer { server.join() }
    var stages: [ConnectStage] = []
    let stream = try ByteStream.connect(
      Endpoint(listener, .implicit, trust: certified.trust), timeouts: Timeouts(),
      cancellation: Cancellation()
    ) { stages.append($0) }
    let reached = stream.tlsSession
    let session = try #require(reached)
    #expect(stages == [.resolved(["127.0.0.1"]), .connected("127.0.0.1"), .tls(session)])
    #expect(session.chain.first?.names == ["localhost", "127.0.0.1"])
    stream.close()
  }

  @Test func `a cancellation ends an attempt that goes unanswered`() throws {
    let dead = try Blackhole("127.0.0.2")
    let cancellation = Cancellation()
    let other = try SideThread { cancellation.cancel() }
    defer { other.join() }
    let failure = connectionFailure { () throws(ConnectionFailure) in
      _ = try open(Endpoint(dead.listener), cancellation: cancellation)
    }
    #expect(failure?.code == .cancelled)
  }

  private static let hasIPv6: Bool = {
    do {
      _ = try Listener("::1")
      return true
    } catch { return false }
  }()

  private func winner(of listeners: [Listener]) throws -> String {
    try race(try listeners.map { try address($0.address, port: $0.port) })
  }

  private func race(_ addresses: [SocketAddress]) throws -> String {
    let winner = try ConnectionRace.run(
      addresses, deadline: .after(.seconds(10)), cancellation: Cancellation())
    return winner.address.description
  }

  private func address(_ text: String, port: UInt16) throws -> SocketAddress {
    try Resolver.addresses(
      of: text, port: port, deadline: .after(.seconds(10)), cancellation: Cancellation())[0]
  }
}
