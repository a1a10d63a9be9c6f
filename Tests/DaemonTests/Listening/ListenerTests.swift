import Daemon
import Glibc
import Settings
import TestFiles
import Testing

/// Binding, accepting, ending.
@Suite(.timeLimit(.minutes(1))) struct ListenerTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var path: String { folder("socket") }

  private func greet(_ connection: inout Connection) {
    // Another listener only looks whether anybody answers, and is gone.
    do { try connection.write(Array("hello\n".utf8)) } catch { #expect(error == .closed) }
  }

  private func greeting() throws -> String? {
    var connection = try Connection.connect(unix: path)
    return try connection.readLine(limit: 100).map { String(decoding: $0, as: UTF8.self) }
  }

  private func failure(_ address: ListenAddress) -> ListenFailure? {
    do {
      _ = try Listener(address) { _ in }
      return nil
    } catch { return error }
  }

  private func mode() throws -> mode_t {
    var status = stat()
    try #require(lstat(path, &status) == 0)
    return status.st_mode & 0o777
  }

  @Test(arguments: ["127.0.0.1", "::1"])
  func `a port that the system picked is answered at, and can be had again after the end`(host: String) throws
  {
    let listener = try Listener(.tcp(host: host, port: 0), handler: greet)
    #expect(listener.boundPort != 0)
    #expect(try TCPClient(port: listener.boundPort, host: host).receiveAll() == Array("hello\n".utf8))
    let address = ListenAddress.tcp(host: host, port: listener.boundPort)
    #expect(
      failure(address)?.description == "cannot listen at \(address): somebody else listens there")
    #expect(listener.stop())
    #expect(throws: TestFileFailure.self) { try TCPClient(port: listener.boundPort, host: host) }
    #expect(failure(address) == nil)
  }

  @Test func `a connection by a port has no peer that the kernel knows`() throws {
    let heard = Gate()
    let listener = try Listener(.tcp(host: "127.0.0.1", port: 0)) { connection in
      let peer = connection.peer
      #expect(peer == nil)
      heard.open()
    }
    let client = try TCPClient(port: listener.boundPort)
    try heard.wait()
    #expect(try client.receiveAll().isEmpty)
  }

  @Test func `a Unix socket is for its owner alone, and goes with the listener`() throws {
    let listener = try Listener(.unix(path), handler: greet)
    #expect(try mode() == 0o600)
    #expect(try greeting() == "hello")
    #expect(listener.stop())
    #expect(access(path, F_OK) != 0)
    #expect(listener.stop())
  }

  @Test func `a listener that is let go of ends`() throws {
    do {
      let listener = try Listener(.unix(path), handler: greet)
      #expect(try greeting() == "hello")
      _ = listener
    }
    #expect(access(path, F_OK) != 0)
  }

  @Test func `a socket that a killed daemon left is replaced, a live one and any other file are not`() throws
  {
    try leaveSocket()
    let first = try Listener(.unix(path), handler: greet)
    #expect(try greeting() == "hello")
    #expect(failure(.unix(path))?.code == .inUse)
    #expect(try greeting() == "hello")
    first.stop()

    try folder.write("socket", text: "precious")
    #expect(failure(.unix(path))?.code == .inTheWay)
    #expect(try readFile(path) == Array("precious".utf8))
  }

  /// A socket's file that nobody listens on.
  private func leaveSocket() throws {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8) }
    let isBound = withUnsafePointer(to: name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
    try #require(isBound)
  }

  @Test func `a file that took the place of the socket stays`() throws {
    let listener = try Listener(.unix(path), handler: greet)
    try removeFile(path)
    let second = try Listener(.unix(path), handler: greet)
    listener.stop()
    #expect(try greeting() == "hello")
    second.stop()
  }

  @Test func `an address that cannot be is a sentence`() {
    #expect(
      failure(.tcp(host: "example.org", port: 1))?.description
        == "cannot listen at example.org:1: it is no address in numbers")
    #expect(failure(.unix("relative"))?.code == .pathLength)
    #expect(failure(.unix(folder("none/socket")))?.code == .system(ENOENT))
    #expect(failure(.tcp(host: "192.0.2.1", port: 0))?.code == .system(EADDRNOTAVAIL))
  }

  @Test func `beyond the limit a connection is closed, and welcome again once another has ended`() throws {
    let (inside, ended) = (Gate(), Gate())
    let listener = try Listener(.unix(path), limit: 2) { connection in
      do {
        inside.open()
        _ = try connection.readLine(limit: 10)
        ended.open()
      } catch { Issue.record(error) }
    }
    var first = try Connection.connect(unix: path)
    let second = try Connection.connect(unix: path)
    try inside.wait()
    try inside.wait()
    var third = try Connection.connect(unix: path)
    #expect(try third.readLine(limit: 10) == nil)
    try first.write([0x0A])
    try ended.wait()
    // The handler has returned, or is about to.
    #expect(try first.readLine(limit: 10) == nil)
    try welcomed(inside)
    let wasGone = second.hasPeerGone
    listener.stop()
    let isGone = second.waitForPeerToGo(within: .seconds(30))
    #expect(!wasGone && isGone)
  }

  /// Connects until a handler takes the connection: a place is free some moments after its connection is closed.
  private func welcomed(_ inside: Gate) throws {
    for _ in 0..<10_000 {
      var connection = try Connection.connect(unix: path)
      do {
        try connection.write([0x0A])
        _ = try connection.readLine(limit: 10)
      } catch ConnectionFailure.closed {
        // Not welcome yet.
      }
      if inside.isOpen { return }
    }
    Issue.record("no place became free")
  }

  @Test func `the end does not wait for a peer, and not for ever for a handler`() throws {
    let (inside, release) = (Gate(), Gate())
    let listener = try Listener(.unix(path)) { connection in
      inside.open()
      do { #expect(try connection.readLine(limit: 10) == nil) } catch { Issue.record(error) }
      do { try release.wait() } catch { Issue.record(error) }
    }
    let connection = try Connection.connect(unix: path)
    try inside.wait()
    #expect(!listener.stop(within: .milliseconds(20)))
    let isGone = connection.waitForPeerToGo(within: .seconds(30))
    #expect(isGone)
    release.open()
    #expect(listener.stop(within: .seconds(30)))
  }
}
