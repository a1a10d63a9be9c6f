import DemoServer
import OpenSSL
import TestFiles
import TestServers
import Testing

/// Large mailboxes and a large message: all of it byte for byte, and memory that does not grow with them.
@Suite(.serialized) struct ScaleTests {
  /// What a fetch may take at its peak beyond a run with nothing to do, in octets: that one's are mostly the program
  /// itself, which is large where it is built for tests.
  static let memory: Int64 = 16 << 20

  @Test(.enabled(if: DovecotServer.isExpected), arguments: [1_000, 20_000])
  func `a mailbox on Dovecot over TLS lands whole, byte for byte, in 16 MB`(_ count: Int) throws {
    let dovecot = try DovecotServer.start(users: [.init(name: "alice", password: UserHome.password)])
    defer { dovecot.stop() }
    let size = count <= 1_000 ? 20_000 : 0
    var expected: Set<SHA256Digest> = []
    for number in 1...count {
      let content = MadeMail.content(number, size: size)
      expected.insert(Hash.sha256(content))
      try dovecot.deliver(content, name: "\(1_700_000_000 + number).M1P1.test")
    }
    let home = try UserHome()
    try home.configure(AccountText(port: dovecot.ports.pop3s, caFile: dovecot.authority.file))
    try home.makeArchive()
    let first = try home.start(["fetch", "--json"]).finish(within: .seconds(180)).succeeds()
    #expect(try first.json()["accounts"]?[0]?["fetched"]?.count == count)
    let second = try home.start(["fetch", "--json"]).finish().succeeds()
    expect(first, beyond: second)
    #expect(try second.json()["accounts"]?[0]?["fetched"]?.count == 0)
    let out = home.folder("out")
    try home.start(["export", "--to", out]).finish(within: .seconds(180)).succeeds()
    var exported: Set<SHA256Digest> = []
    for name in try folderNames("\(out)/home") {
      exported.insert(Hash.sha256(try readFile("\(out)/home/\(name)")))
    }
    #expect(exported == expected)
  }

  @Test func `a message of 200 MB passes through in 16 MB, there and back`() throws {
    let line = Array("0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz\r\n".utf8)
    let head = Array("Subject: large\r\n\r\n".utf8)
    let block = Array(repeatElement(line, count: 1_000).joined())
    let blocks = 200_000_000 / block.count + 1
    let message = ServedMessage(uid: Array("large".utf8), octets: Int64(head.count + blocks * block.count)) {
      sink in
      try sink(head.span.bytes)
      for _ in 0..<blocks { try sink(block.span.bytes) }
    }
    var hasher = SHA256Hasher()
    try message.write { hasher.update($0) }
    let expected = hasher.finish()
    let authority = try TestAuthority()
    let server = try DemoServer.start(
      messages: [message], users: [.init(name: "alice", password: UserHome.password)],
      security: .implicit(try authority.identity()))
    defer { server.stop() }
    let home = try UserHome()
    try home.configure(AccountText(port: server.port, caFile: authority.file))
    try home.makeArchive()
    let run = try home.start(["fetch"]).finish(within: .seconds(180)).succeeds()
    let idle = try home.run("fetch").succeeds()
    expect(run, beyond: idle)
    let out = home.folder("out")
    let export = try home.start(["export", "--to", out]).finish(within: .seconds(180)).succeeds()
    expect(export, beyond: idle)
    let names = try folderNames("\(out)/home")
    #expect(try names.map { Hash.sha256(try readFile("\(out)/home/\($0)")) } == [expected])
  }

  private func expect(_ run: CommandRun, beyond idle: CommandRun) {
    let (peak, base) = (run.peakMemory, idle.peakMemory)
    #expect(peak < base + Self.memory, "\(peak) octets at the peak, \(base) with nothing to do")
    #expect(base < 64 << 20, "\(base) octets with nothing to do")
  }
}
