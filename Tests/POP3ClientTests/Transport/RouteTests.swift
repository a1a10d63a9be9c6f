import Glibc
import OpenSSL
import POP3
import POP3Client
import Synchronization
import TestFiles
import Testing

/// Ways to a server that are not the system's own: a SOCKS5 proxy, a source address.
@Suite(.timeLimit(.minutes(1))) struct RouteTests {
  private typealias Manner = SOCKSProxyServer.Manner
  private typealias Heard = SOCKSProxyServer.Heard

  /// Connects by a proxy of that manner; what it heard, and the greeting that came.
  private func connect(
    to host: String = "pop.example.test", _ manner: Manner, looksUpNames: Bool = true,
    logIn: SOCKSProxy.LogIn? = nil
  ) throws -> (heard: Heard, greeting: String, stages: [ConnectStage]) {
    let listener = try Listener()
    let heard = Mutex(Heard())
    let server = try SideThread {
      var proxy = SOCKSProxyServer(try listener.accept())
      // A client that is refused ends the line.
      do { try proxy.play(manner) } catch is SystemFailure {}
      let told = proxy.heard
      heard.withLock { $0 = told }
    }
    defer { server.join() }
    let proxy = SOCKSProxy(
      host: "127.0.0.1", port: listener.port, looksUpNames: looksUpNames, logIn: logIn)
    var stages: [ConnectStage] = []
    var stream = try ByteStream.connect(
      Endpoint(host: host, port: 995, security: .none, route: Route(proxy: proxy)),
      timeouts: Timeouts(connect: .seconds(10)), cancellation: Cancellation(), stages: { stages.append($0) })
    let greeting = String(decoding: try stream.next(), as: UTF8.self)
    try stream.write([10], deadline: .after(.seconds(5)))
    stream.close()
    server.join()
    return (heard.withLock { $0 }, greeting, stages)
  }

  private func failure(
    to host: String = "pop.example.test", _ manner: Manner, looksUpNames: Bool = true,
    logIn: SOCKSProxy.LogIn? = nil
  ) throws -> ConnectionFailure {
    do {
      _ = try connect(to: host, manner, looksUpNames: looksUpNames, logIn: logIn)
    } catch let failure as ConnectionFailure { return failure }
    throw SystemFailure(code: 0)
  }

  @Test func `a proxy that looks names up gets the name, and this side asks no name server`() throws {
    let (heard, greeting, stages) = try connect(Manner())
    #expect(heard.ways == [5, 1, 0] && heard.logIn.isEmpty)
    let name = Array("pop.example.test".utf8)
    #expect(heard.request == [5, 1, 0, 3, UInt8(name.count)] + name + [3, 227])
    #expect(greeting == "+OK by proxy\r\n")
    #expect(stages.first == .resolved(["by the proxy"]) && stages.count == 2)
  }

  @Test func `an address goes as one, and so does a name that is looked up here`() throws {
    #expect(try connect(to: "192.0.2.7", Manner()).heard.request == [5, 1, 0, 1, 192, 0, 2, 7, 3, 227])
    let six = try connect(to: "2001:db8::1", Manner()).heard.request
    #expect(six == [5, 1, 0, 4, 0x20, 1, 0xd, 0xb8] + [UInt8](repeating: 0, count: 11) + [1, 3, 227])
    let local = try connect(to: "127.0.0.9", Manner(), looksUpNames: false).heard.request
    #expect(local == [5, 1, 0, 1, 127, 0, 0, 9, 3, 227])
  }

  @Test func `whatever address the proxy says it connects from, the server's first octet comes first`() throws
  {
    for bound in [[4] + [UInt8](repeating: 9, count: 16), [3, 4] + Array("name".utf8), [3, 0]] {
      #expect(try connect(Manner(bound: bound)).greeting == "+OK by proxy\r\n")
    }
  }

  @Test func `name and password go to a proxy that asks for them`() throws {
    let logIn = SOCKSProxy.LogIn(user: "bob", secret: Secret(Array("pw".utf8)))
    let heard = try connect(Manner(way: 2), logIn: logIn).heard
    #expect(heard.ways == [5, 2, 0, 2])
    #expect(heard.logIn == [1, 3] + Array("bob".utf8) + [2] + Array("pw".utf8))
    let refused = try failure(Manner(way: 2, logIn: 1), logIn: logIn)
    #expect(refused.description.contains("refused the log-in"))
    let long = SOCKSProxy.LogIn(user: String(repeating: "u", count: 256), secret: Secret([1]))
    #expect(try failure(Manner(way: 2), logIn: long).description.contains("255 octets"))
    #expect(try failure(Manner(way: 255)).description.contains("wants a log-in"))
  }

  @Test(arguments: [
    (UInt8(1), "failed"), (2, "rules"), (3, "no way to that network"), (4, "cannot reach that host"),
    (5, "refuses connections"), (6, "did not answer in time"), (7, "does not make connections"),
    (8, "kind of address"), (200, "reply 200"),
  ])
  func `a proxy that does not lead there says why`(reply: UInt8, words: String) throws {
    let failure = try failure(Manner(reply: reply))
    #expect(failure.stage == .connect && failure.description.contains(words))
    #expect(failure.description.contains("pop.example.test, port 995"))
  }

  @Test func `what is no proxy, or not there, is said to be that`() throws {
    let listener = try Listener()
    let server = try SideThread {
      var peer = try listener.accept()
      try peer.send("+OK POP3 ready\r\n")
      _ = try peer.receive()
    }
    defer { server.join() }
    let proxy = SOCKSProxy(host: "127.0.0.1", port: listener.port)
    let endpoint = Endpoint(host: "pop.example.test", port: 995, security: .none, route: Route(proxy: proxy))
    let other = connectionFailure { () throws(ConnectionFailure) in _ = try open(endpoint) }
    #expect(other?.description.contains("is no SOCKS5 proxy") == true)
    let nobody = SOCKSProxy(host: "127.0.0.1", port: try Listener().port)
    let refused = connectionFailure { () throws(ConnectionFailure) in
      _ = try open(
        Endpoint(host: "pop.example.test", port: 995, security: .none, route: Route(proxy: nobody)))
    }
    #expect(refused?.description.contains("it refuses connections") == true)
  }

  @Test func `a proxy that never answers ends with the deadline`() throws {
    let silent = try Listener()
    let proxy = SOCKSProxy(host: "127.0.0.1", port: silent.port)
    let failure = connectionFailure { () throws(ConnectionFailure) in
      _ = try open(
        Endpoint(host: "pop.example.test", port: 995, security: .none, route: Route(proxy: proxy)),
        within: .milliseconds(100))
    }
    #expect(failure?.description.contains("it does not answer") == true)
  }

  @Test func `connections come from the address that is asked for`() throws {
    let listener = try Listener()
    let stream = try open(
      Endpoint(
        host: "127.0.0.1", port: listener.port, security: .none, route: Route(source: "127.0.0.5")))
    #expect(try listener.accept().address == "127.0.0.5")
    stream.close()
  }

  @Test(arguments: [
    ("192.0.2.1", "connections cannot come from 192.0.2.1"), ("::1", "another kind"),
    ("elsewhere", "connections cannot come from elsewhere"),
  ])
  func `an address that is none of this machine's, or of another kind, is said to be that`(
    source: String, words: String
  ) throws {
    let listener = try Listener()
    let failure = connectionFailure { () throws(ConnectionFailure) in
      _ = try open(
        Endpoint(host: "127.0.0.1", port: listener.port, security: .none, route: Route(source: source)))
    }
    #expect(
      failure?.description.contains(words) == true && failure?.description.contains("\"source\"") == true)
  }
}
