import Daemon
import Glibc
import Settings
import TestFiles
import Testing

/// What passes over a connection of a Unix socket, seen from both ends.
@Suite(.timeLimit(.minutes(1))) struct ConnectionTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func listener(
    patience: Duration = .seconds(30), _ handler: @escaping @Sendable (inout Connection) -> Void
  ) throws -> Listener {
    try Listener(.unix(folder("socket")), patience: patience, handler: handler)
  }

  /// What `readLine` throws or returns for `octets`, of which each line has ten at most.
  private func lines(_ octets: [UInt8]) throws -> [String] {
    let listener = try listener { connection in
      do { try connection.write(octets) } catch { Issue.record(error) }
    }
    defer { listener.stop() }
    var connection = try Connection.connect(unix: folder("socket"))
    var lines: [String] = []
    do {
      while let line = try connection.readLine(limit: 10) {
        lines.append(String(decoding: line, as: UTF8.self))
      }
      return lines + ["end"]
    } catch {
      return lines + ["\(error)"]
    }
  }

  @Test(arguments: [
    ("one\ntwo\r\n\n", ["one", "two", "", "end"]), ("", ["end"]), ("half", ["the other end is gone"]),
    ("0123456789\r\n0123456789\n", ["0123456789", "0123456789", "end"]),
    ("ok\n01234567890\n", ["ok", "the other end sent a line that is too long"]),
    ("01234567890123", ["the other end sent a line that is too long"]),
  ])
  func `lines are read with either line end, up to their limit`(octets: String, expected: [String]) throws {
    #expect(try lines(Array(octets.utf8)) == expected)
  }

  @Test func `lines and octets may be read in turn, in any number of pieces`() throws {
    let large = [UInt8](repeating: 0x78, count: 1_000_000)
    let listener = try listener { connection in
      do {
        let line = try connection.readLine(limit: 100)
        try connection.write((line ?? []) + [0x0A] + large)
      } catch { Issue.record(error) }
    }
    defer { listener.stop() }
    var connection = try Connection.connect(unix: folder("socket"))
    for byte in "hello\n".utf8 { try connection.write([byte]) }
    #expect(try connection.readLine(limit: 10) == Array("hello".utf8))
    var received: [UInt8] = []
    while true {
      let chunk = try connection.read(atMost: 10_000)
      if chunk.isEmpty { break }
      received += chunk
    }
    #expect(received == large)
  }

  @Test func `a peer that says nothing, and one that reads nothing, is not waited for beyond the patience`()
    throws
  {
    let listener = try listener { connection in _ = connection.waitForPeerToGo(within: .seconds(30)) }
    defer { listener.stop() }
    var connection = try Connection.connect(unix: folder("socket"), patience: .milliseconds(20))
    #expect(throws: ConnectionFailure.timedOut) { try connection.readLine(limit: 10) }
    #expect(throws: ConnectionFailure.timedOut) { try connection.read(atMost: 10) }
    #expect(throws: ConnectionFailure.timedOut) {
      try connection.write([UInt8](repeating: 0, count: 10_000_000))
    }
  }

  @Test func `both ends of a Unix socket know each other`() throws {
    let heard = Gate()
    let listener = try listener { connection in
      let peer = connection.peer
      #expect(peer?.process == getpid() && peer?.user == getuid() && peer?.group == getgid())
      heard.open()
    }
    defer { listener.stop() }
    let connection = try Connection.connect(unix: folder("socket"))
    let peer = connection.peer
    #expect(peer?.process == getpid())
    try heard.wait()
  }

  @Test func `a peer that goes is noticed, without reading`() throws {
    let (looked, noticed) = (Gate(), Gate())
    let listener = try listener { connection in
      let wasGone = connection.hasPeerGone
      looked.open()
      let hasGone = connection.waitForPeerToGo(within: .seconds(30))
      let isGone = connection.hasPeerGone
      #expect(!wasGone && hasGone && isGone)
      #expect(throws: ConnectionFailure.closed) { try connection.write([0x78]) }
      noticed.open()
    }
    defer { listener.stop() }
    try leave(after: looked)
    try noticed.wait()
  }

  private func leave(after looked: Gate) throws {
    let connection = try Connection.connect(unix: folder("socket"))
    try looked.wait()
    let peer = connection.peer
    #expect(peer != nil)
  }

  @Test func `where nobody listens a sentence says so`() throws {
    func failure(_ path: String) -> String {
      do {
        _ = try Connection.connect(unix: path)
        return "connected"
      } catch { return "\(error)" }
    }
    let missing = folder("none")
    #expect(failure(missing) == "nobody listens at unix:\(missing)")
    let long = "/" + String(repeating: "x", count: 107)
    #expect(failure(long) == "unix:\(long): the path of a socket has 1 to 107 octets")
  }
}
