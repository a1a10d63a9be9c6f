import POP3
import POP3Client
import TestServers
import Testing

@Suite(.timeLimit(.minutes(1))) struct ListingTests {
  private let goodbye = "C: QUIT\nS: +OK\n! end"

  @Test func `STAT and UIDL of the last message go together where the server pipelines`() throws {
    let script = "C: STAT\nC: UIDL 3\nS: +OK 3 99\nS: +OK 3 abc\n\(goodbye)"
    var played = try loggedIn(capabilities: ["PIPELINING"], script)
    let (status, uid) = try played.session.probe(last: MessageNumber(3))
    #expect(status == MaildropStatus(count: 3, octets: 99) && uid == UniqueID(Array("abc".utf8)))
    try played.finish()
  }

  @Test(arguments: [
    ("-ERR", nil), ("+OK 3 abc", "abc"), ("+OK abc", "abc"), ("+OK 2 abc", nil), ("+OK 3", nil),
  ])
  func `a probe takes what the server says of the last message`(answer: String, uid: String?) throws {
    var played = try loggedIn("C: STAT\nS: +OK 3 -1\nC: UIDL 3\nS: \(answer)\n\(goodbye)")
    let found = try played.session.probe(last: MessageNumber(3))
    #expect(found.0 == MaildropStatus(count: 3, octets: nil))
    #expect(found.1 == uid.map { UniqueID(Array($0.utf8)) })
    try played.finish()
  }

  @Test func `STAT that is refused, or no number, is an error`() throws {
    var played = try loggedIn("C: STAT\nS: -ERR [SYS/TEMP] no\nC: STAT\nS: +OK many\n\(goodbye)")
    do {
      _ = try played.session.status()
      Issue.record("no error")
    } catch { #expect(error.isRefusal && error.stage == .status) }
    do {
      _ = try played.session.status()
      Issue.record("no error")
    } catch {
      guard case .protocolViolation(.malformedStatus("many")) = error.code else { throw error }
    }
    try played.finish()
  }

  @Test func `long listings come line by line, bad lines are counted`() throws {
    var played = try loggedIn(
      """
      C: LIST
      S: +OK
      S*5000: {n} 1{n}
      S: x
      S: 0 7
      S: .
      C: UIDL
      S: +OK
      S*5000: {n} uid-{n}
      S: 5001
      S: junk
      S: .
      \(goodbye)
      """)
    var octets: Int64 = 0
    let malformed = try played.session.sizes { octets += $0.octets ?? 0 }
    #expect(malformed == 2 && octets == (1...5_000).reduce(Int64(0)) { $0 + (Int64("1\($1)") ?? 0) })
    var uids: [UniqueIDListing] = []
    let end = try played.session.uniqueIDs { uids.append($0) }
    #expect(end.malformed == 1 && uids.count == 5_001 && uids.last?.uid == nil)
    #expect(uids[41].uid == UniqueID(Array("uid-42".utf8)))
    try played.finish()
  }

  @Test func `a server without UIDL refuses and the session goes on`() throws {
    var played = try loggedIn("C: UIDL\nS: -ERR what\nC: LIST\nS: -ERR no\n\(goodbye)")
    do {
      _ = try played.session.uniqueIDs { _ in }
      Issue.record("no error")
    } catch let failure as SessionFailure { #expect(failure.isRefusal && failure.stage == .uniqueIDs) }
    do {
      _ = try played.session.sizes { _ in }
      Issue.record("no error")
    } catch let failure as SessionFailure { #expect(failure.isRefusal && failure.stage == .sizes) }
    let server = played.server
    let reply = try played.quit()
    #expect(reply != nil)
    try server.finish()
  }

  @Test(arguments: ["! close", "! reset"])
  func `a listing that is cut is no listing`(end: String) throws {
    var played = try loggedIn("C: UIDL\nS: +OK\nS*3: {n} uid-{n}\n\(end)")
    do {
      _ = try played.session.uniqueIDs { _ in }
      Issue.record("no error")
    } catch let failure as SessionFailure { #expect(failure.isLineLoss) }
    let reply = try played.quit()
    #expect(reply == nil)
  }

  @Test func `what the reader of a listing throws comes through, and nothing more is said`() throws {
    struct Enough: Error {}
    var played = try loggedIn("C: UIDL\nS: +OK\nS*3: {n} uid-{n}\nS: .\n! end")
    #expect(throws: Enough.self) { _ = try played.session.uniqueIDs { _ in throw Enough() } }
    let server = played.server
    let reply = try played.quit()
    #expect(reply == nil)
    try server.finish()
  }
}
