import TestServers
import Testing

/// The POP3 servers that Debian packages, each in a root of its own.
@Suite(.enabled(if: ServerTree.isExpected, Comment(rawValue: ServerTree.reason)))
struct RealServerTests {
  @Test(arguments: ServedWay.all)
  func `a real server's mail is fetched octet for octet, deleted, and does not come again`(way: ServedWay)
    throws
  {
    let server = try EnclosedServer.start(way.kind, password: UserHome.password)
    let home = try UserHome()
    try home.configure(way.account(server))
    try home.makeArchive()
    try server.deliver(RealMail.contents)
    try home.run("fetch").succeeds()
    #expect(try way.stored(home) == way.expected(RealMail.contents))
    #expect(try server.count(password: UserHome.password) == 0)
    try server.deliver([RealMail.another])
    // Courier asks for a pause of ten seconds between two log-ins.
    let later = try Fault.clock(ahead: 60)
    try home.run("fetch", environment: later).succeeds()
    #expect(try way.stored(home) == way.expected(RealMail.contents + [RealMail.another]))
    #expect(try server.count(password: UserHome.password) == 0)
  }

  @Test(arguments: ServerKind.allCases)
  func `mail that a real server kept for a while is known there, proved, deleted, and not fetched again`(
    kind: ServerKind
  ) throws {
    let way = ServedWay(kind: kind, encryption: kind.hasTLS ? .implicit : .none)
    let server = try EnclosedServer.start(kind, password: UserHome.password)
    let home = try UserHome()
    try home.configure(way.account(server, onServer: "\"keep\""))
    try home.makeArchive()
    // Two are the same, octet for octet. popa3d gives both one unique-id, made of what is in them: one is kept.
    let contents = RealMail.contents + (kind == .popa3d ? [] : [RealMail.another]) + [RealMail.another]
    let delivered = RealMail.contents + [RealMail.another, RealMail.another]
    try server.deliver(delivered)
    // GNU's server writes into the messages at the end of the first session, and adds a line where there was no body:
    // what they are then comes as well, once.
    let changed = contents.map { $0.suffix(2) == [10, 10] ? $0 + [10] : $0 }
    let kept = kind == .mailutils ? contents + changed : contents
    for minute in 0...2 {
      try home.run("fetch", environment: try Fault.clock(ahead: minute * 60)).succeeds()
      #expect(try way.stored(home) == way.expected(minute == 0 ? contents : kept), "run \(minute)")
    }
    #expect(try server.count(password: UserHome.password) == delivered.count)
    try home.configure(way.account(server))
    try home.run("fetch", environment: try Fault.clock(ahead: 180)).succeeds()
    #expect(try way.stored(home) == way.expected(kept))
    #expect(try server.count(password: UserHome.password) == 0)
  }
}
