import OpenSSL
import POP3Client
import Testing

@Suite struct StartTLSTests {
  @Test func `a plain greeting, then TLS on the same connection`() throws {
    let certified = try Certified()
    let listener = try Listener()
    let server = try SideThread {
      var peer = try listener.accept()
      try peer.send("+OK\r\n")
      try peer.startTLS(certified.identity)
      try peer.send("+OK secret\r\n")
      let command = try peer.receive()
      #expect(command == Array("QUIT\r\n".utf8))
      peer.sayGoodbye()
      let end = try peer.receive()
      #expect(end == [])
    }
    defer { server.join() }
    var stream = try open(Endpoint(listener, .starttls))
    #expect(try stream.next() == Array("+OK\r\n".utf8))
    let before = stream.tlsSession
    #expect(before == nil)
    try stream.startTLS(trust: certified.trust, deadline: .after(.seconds(10)))
    #expect(try stream.next(5) == Array("+OK s".utf8))
    let isPending = stream.hasUnreadBytes
    #expect(isPending)
    #expect(try stream.next() == Array("ecret\r\n".utf8))
    try stream.write(Array("QUIT\r\n".utf8), deadline: .after(.seconds(10)))
    #expect(try stream.next() == [])
    stream.close()
  }

  @Test func `an end without close_notify is told from an end in order`() throws {
    let certified = try Certified()
    let listener = try Listener()
    let server = try SideThread {
      var peer = try listener.accept()
      try peer.startTLS(certified.identity)
      try peer.send("cut")
    }
    defer { server.join() }
    var stream = try open(Endpoint(listener, .implicit, trust: certified.trust))
    #expect(try stream.next() == Array("cut".utf8))
    let failure = connectionFailure { () throws(ConnectionFailure) in _ = try stream.next() }
    #expect(failure?.code == .closedAbruptly)
  }

  @Test func `a certificate for another name is refused, and can be read from the failure`() throws {
    let certified = try Certified(names: ["pop.example.org"])
    let listener = try Listener()
    let server = try SideThread {
      var peer = try listener.accept()
      // It learns of the refusal by an alert.
      #expect(throws: TLSFailure.self) { try peer.startTLS(certified.identity) }
    }
    defer { server.join() }
    let failure = try #require(
      connectionFailure { () throws(ConnectionFailure) in
        _ = try open(Endpoint(listener, .implicit, trust: certified.trust))
      })
    #expect(failure.stage == .tls)
    guard case .tls(let refusal) = failure.code else {
      Issue.record("\(failure)")
      return
    }
    #expect(refusal.code == .hostNameMismatch(["pop.example.org"]))
    #expect(refusal.chain.count == 1)
    #expect(failure.description == refusal.description)
  }

  @Test func `a handshake that stalls ends with the deadline`() throws {
    let listener = try Listener()
    let failure = connectionFailure { () throws(ConnectionFailure) in
      _ = try open(Endpoint(listener, .implicit), within: .milliseconds(400))
    }
    #expect(failure?.stage == .tls)
    #expect(failure?.code == .timedOut)
    #expect(failure?.description.contains("not with TLS") == true)
  }

  @Test func `a cancellation ends a handshake that stalls`() throws {
    let listener = try Listener()
    let cancellation = Cancellation()
    let other = try SideThread {
      var peer = try listener.accept()
      _ = try peer.receive(100)
      cancellation.cancel()
      while try !peer.receive().isEmpty {}
    }
    defer { other.join() }
    let failure = connectionFailure { () throws(ConnectionFailure) in
      _ = try open(Endpoint(listener, .implicit), cancellation: cancellation)
    }
    #expect(failure?.stage == .tls)
    #expect(failure?.code == .cancelled)
  }

  @Test func `a connection that ends instead of a handshake is said to`() throws {
    let listener = try Listener()
    let server = try SideThread {
      var peer = try listener.accept()
      _ = try peer.receive()
    }
    defer { server.join() }
    let failure = connectionFailure { () throws(ConnectionFailure) in
      _ = try open(Endpoint(listener, .implicit))
    }
    #expect(failure?.stage == .tls)
    #expect(failure?.code == .closed)
    #expect(failure?.description.contains("kind of TLS") == true)
  }

  @Test func `after a handshake that failed nothing goes over the connection in plain text`() throws {
    let listener = try Listener()
    let server = try SideThread {
      var peer = try listener.accept()
      try peer.send("+OK this is no TLS\r\n")
      while try !peer.receive().isEmpty {}
    }
    defer { server.join() }
    var stream = try open(Endpoint(listener))
    let failure = connectionFailure { () throws(ConnectionFailure) in
      try stream.startTLS(trust: .systemRoots, deadline: .after(.seconds(10)))
    }
    guard case .tls(let refusal) = failure?.code else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(refusal.code == .notTLS)
    let later = connectionFailure { () throws(ConnectionFailure) in
      try stream.write(Array("PASS secret\r\n".utf8), deadline: .after(.seconds(10)))
    }
    #expect(later?.code == .closedAbruptly)
  }

  @Test func `a CA file that is missing is a failure of TLS`() throws {
    let listener = try Listener()
    let failure = connectionFailure { () throws(ConnectionFailure) in
      _ = try open(Endpoint(listener, .implicit, trust: .caFile("/nowhere/ca.pem")))
    }
    #expect(failure?.stage == .tls)
    #expect(failure?.description.contains("/nowhere/ca.pem") == true)
  }
}
