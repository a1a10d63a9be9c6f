import POP3Client
import Testing

@Suite struct ResolverTests {
  @Test(arguments: ["127.0.0.1", "::1", "fe80::1"])
  func `an address is its own answer`(address: String) throws {
    #expect(try look(address).map(\.description) == [address])
  }

  @Test func `a name is looked up, and each address is there once`() throws {
    let found = try look("localhost").map(\.description)
    #expect(found.contains("127.0.0.1") || found.contains("::1"))
    #expect(Set(found).count == found.count)
  }

  @Test(arguments: ["nowhere.invalid", "", "pop.example\0.org", "no such name"])
  func `a name without an address fails as one`(host: String) {
    let failure = connectionFailure { () throws(ConnectionFailure) in
      _ = try open(Endpoint(host: host, port: 995, security: .none))
    }
    #expect(failure?.stage == .resolve)
    // Where there is no network, nobody can tell that the name does not exist.
    switch failure?.code {
    case .resolve: break
    case .timedOut, .refused, .unreachable, .tls, .closed, .closedAbruptly, .cancelled, .proxy, .source,
      .identity,
      .io, nil:
      Issue.record("\(String(describing: failure))")
    }
  }

  @Test func `families take turns, the preferred one first`() throws {
    let six = try ["2001:db8::1", "2001:db8::2", "2001:db8::3"].flatMap(look)
    let four = try ["192.0.2.1", "192.0.2.2"].flatMap(look)
    #expect((six + four).interleaved == [six[0], four[0], six[1], four[1], six[2]])
    #expect((four + six).interleaved == [four[0], six[0], four[1], six[1], six[2]])
    #expect([SocketAddress]().interleaved.isEmpty)
  }

  @Test func `a deadline that has passed and a cancellation end it before it begins`() {
    let late = connectionFailure { () throws(ConnectionFailure) in
      _ = try open(Endpoint(host: "localhost", port: 1, security: .none), within: .zero)
    }
    #expect(late?.stage == .resolve)
    #expect(late?.code == .timedOut)
    let cancellation = Cancellation()
    cancellation.cancel()
    let cancelled = connectionFailure { () throws(ConnectionFailure) in
      _ = try open(Endpoint(host: "localhost", port: 1, security: .none), cancellation: cancellation)
    }
    #expect(cancelled?.code == .cancelled)
  }

  private func look(_ host: String) throws -> [SocketAddress] {
    try Resolver.addresses(
      of: host, port: 995, deadline: .after(.seconds(10)), cancellation: Cancellation())
  }
}
