import Glibc
import POP3Client
import Testing

@Suite struct ByteStreamTests {
  @Test func `bytes come and go, and the end is 0`() throws {
    let listener = try Listener()
    var stream = try open(Endpoint(listener))
    do {
      var peer = try listener.accept()
      try peer.send("+OK ready\r\n")
      #expect(try stream.next(4) == Array("+OK ".utf8))
      #expect(try stream.next() == Array("ready\r\n".utf8))
      try stream.write(Array("QUIT\r\n".utf8), deadline: .after(.seconds(10)))
      #expect(try peer.receive(6) == Array("QUIT\r\n".utf8))
      try peer.send("+OK by")
    }
    #expect(try stream.next() == Array("+OK by".utf8))
    #expect(try stream.next() == [])
    #expect(try stream.next() == [])
    stream.close()
  }

  @Test func `a read fills its part of the buffer and no other`() throws {
    let listener = try Listener()
    var stream = try open(Endpoint(listener))
    var peer = try listener.accept()
    try peer.send("abcdef")
    var buffer = Array("0123456".utf8)
    #expect(try stream.read(into: &buffer, from: 4, deadline: .after(.seconds(10))) == 3)
    #expect(buffer == Array("0123abc".utf8))
  }

  @Test func `a server that is silent ends with the deadline`() throws {
    let listener = try Listener()
    var stream = try open(Endpoint(listener))
    var buffer = [UInt8](repeating: 0, count: 10)
    let failure = connectionFailure { () throws(ConnectionFailure) in
      _ = try stream.read(into: &buffer, deadline: .after(.milliseconds(20)))
    }
    #expect(failure == ConnectionFailure(.transfer, .timedOut, host: "127.0.0.1", port: listener.port))
  }

  @Test func `a deadline that has passed holds against a server that dribbles`() throws {
    let listener = try Listener()
    var stream = try open(Endpoint(listener))
    var peer = try listener.accept()
    try peer.send("+OK")
    #expect(try stream.next(1) == Array("+".utf8))
    var buffer = [UInt8](repeating: 0, count: 10)
    let failure = connectionFailure { () throws(ConnectionFailure) in
      _ = try stream.read(into: &buffer, deadline: .after(.zero))
    }
    #expect(failure?.code == .timedOut)
  }

  @Test func `a server that takes nothing ends a write with the deadline`() throws {
    let listener = try Listener()
    var stream = try open(Endpoint(listener))
    let much = [UInt8](repeating: 0, count: 32 << 20)
    let failure = connectionFailure { () throws(ConnectionFailure) in
      try stream.write(much, deadline: .after(.milliseconds(100)))
    }
    #expect(failure?.code == .timedOut)
  }

  @Test func `a write of any size arrives whole`() throws {
    let listener = try Listener()
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
    let server = try SideThread {
      var peer = try listener.accept()
      let received = try peer.receive(bytes.count)
      #expect(received == bytes)
    }
    defer { server.join() }
    var stream = try open(Endpoint(listener))
    try stream.write(bytes, deadline: .after(.seconds(10)))
  }

  @Test func `a reset is no end in order`() throws {
    let listener = try Listener()
    var stream = try open(Endpoint(listener))
    try listener.accept().reset()
    let failure = connectionFailure { () throws(ConnectionFailure) in _ = try stream.next() }
    #expect(failure?.stage == .transfer)
    #expect(failure?.code == .closedAbruptly)
  }

  @Test func `a write after the reset fails and raises no signal`() throws {
    let listener = try Listener()
    var stream = try open(Endpoint(listener))
    try listener.accept().reset()
    _ = connectionFailure { () throws(ConnectionFailure) in _ = try stream.next() }
    let failure = connectionFailure { () throws(ConnectionFailure) in
      try stream.write([1], deadline: .after(.seconds(10)))
    }
    #expect(failure?.code == .closedAbruptly)
  }

  @Test func `a cancellation from another thread ends a read, and every call after it`() throws {
    let listener = try Listener()
    let cancellation = Cancellation()
    var stream = try open(Endpoint(listener), cancellation: cancellation)
    let other = try SideThread { cancellation.cancel() }
    defer { other.join() }
    let failure = connectionFailure { () throws(ConnectionFailure) in _ = try stream.next() }
    #expect(failure?.code == .cancelled)
    #expect(cancellation.isCancelled)
    let later = connectionFailure { () throws(ConnectionFailure) in
      try stream.write([1], deadline: .after(.seconds(10)))
    }
    #expect(later?.code == .cancelled)
  }

  @Test func `octets that nobody has read are seen`() throws {
    let listener = try Listener()
    var stream = try open(Endpoint(listener))
    var peer = try listener.accept()
    let before = stream.hasUnreadBytes
    try peer.send("ab")
    #expect(try stream.next(1) == Array("a".utf8))
    let between = stream.hasUnreadBytes
    #expect(try stream.next(1) == Array("b".utf8))
    let after = stream.hasUnreadBytes
    #expect([before, between, after] == [false, true, false])
  }

  @Test func `a stream that is dropped closes its socket`() throws {
    let listener = try Listener()
    do { _ = try open(Endpoint(listener)) }
    var peer = try listener.accept()
    #expect(try peer.receive() == [])
  }
}
