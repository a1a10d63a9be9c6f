import DemoServer
import Fetching
import Settings
import Synchronization
import TestServers
import Testing

/// Quirk 7: a server that holds the mailbox for a while after a session that did not end in order.
@Suite struct HeldMailboxTests {
  /// The first session breaks in the second message; these connections are then told that another has the mailbox.
  private func server(refusing connections: ClosedRange<Int>, _ words: String) throws -> FaultyServer {
    var quirks = Quirks()
    quirks.cuts = [.init(.inMessage(Made.uid(2), afterOctets: 40), connection: 1)]
    quirks.verdict = { request in
      ["APOP", "AUTH", "PASS"].contains(request.verb) && connections.contains(request.connection)
        ? .reply(Array("-ERR \(words)\r\n".utf8)) : nil
    }
    return try QuirkServer.start(Made.messages(1...3), quirks)
  }

  @Test(arguments: ["[IN-USE] another session has it", "[in-use]", "Maildrop already locked", "[X] in use"])
  func `a mailbox that is still held after a session that broke is waited for, and the run goes on`(
    words: String
  ) async throws {
    let server = try server(refusing: 2...4, words)
    defer { server.stop() }
    let bench = try Bench()
    let pauses = Pauses()
    let report = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(delete: true)), wait: pauses.note)
    #expect(report.problem == nil && report.fetched == 3 && report.deleted == 3)
    #expect(try Set(bench.stored()) == Made.contents(1...3))
    #expect(pauses.all == [.milliseconds(500), .seconds(1), .seconds(2)])
    #expect(server.server.counts.connections == 5)
  }

  @Test func `a mailbox that stays held ends the run after some waiting, and what has come is safe`()
    async throws
  {
    let server = try server(refusing: 2...99, "[IN-USE] another session has it")
    defer { server.stop() }
    let bench = try Bench()
    let pauses = Pauses()
    let report = try await bench.sync(bench.account(port: server.port), wait: pauses.note)
    #expect(report.error?.kind == .tryAgain && report.error?.isTemporary == true)
    #expect(report.fetched == 1)
    #expect(try bench.stored() == [Made.content(1)])
    #expect(pauses.all.reduce(.zero, +) == .milliseconds(15_500))
    #expect(server.server.counts.connections == 2 + pauses.all.count)
  }

  @Test(arguments: ["[IN-USE] another session has it", "Maildrop already locked"])
  func `a mailbox that somebody else holds at the first log-in is not waited for`(words: String) async throws
  {
    let server = try server(refusing: 1...99, words)
    defer { server.stop() }
    let bench = try Bench()
    let pauses = Pauses()
    let report = try await bench.sync(bench.account(port: server.port), wait: pauses.note)
    #expect(report.error?.kind == .tryAgain && report.error?.isTemporary == true)
    #expect(pauses.all.isEmpty && server.server.counts.connections == 1)
  }

  @Test(.timeLimit(.minutes(1)))
  func `a run that is to end waits no longer for a mailbox, and opens no further session`() async throws {
    let server = try server(refusing: 2...99, "[IN-USE] another session has it")
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(bench.account(port: server.port)) { _, stop in
      Task.detached { stop.stop() }
      stop.wait(.seconds(3_600))
    }
    #expect(report.error?.kind == .tryAgain && report.error?.message == "The run was ended.")
    #expect(try bench.stored() == [Made.content(1)])
    #expect(server.server.counts.connections == 2)
  }
}

/// The pauses of a run, none of which takes time.
private final class Pauses: Sendable {
  private let noted = Mutex<[Duration]>([])
  var all: [Duration] { noted.withLock(\.self) }
  @Sendable func note(_ pause: Duration, _ stop: StopRequest) { noted.withLock { $0.append(pause) } }
}
