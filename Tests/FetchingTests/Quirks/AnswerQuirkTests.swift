import DemoServer
import Fetching
import Settings
import TestFiles
import TestServers
import Testing

/// Quirks 32 to 34: answers that are wrong, in the wrong place, or about messages that are gone.
@Suite struct AnswerQuirkTests {
  @Test(arguments: [
    "Subject: another\r\n\r\n", "", "\u{0}\u{1}garbage without a colon\r\n", "whole",
  ])
  func `on the word of a TOP that is wrong nothing is deleted: what cannot be proved is read once more`(
    _ header: String
  ) async throws {
    var quirks = Quirks()
    quirks.verdict = QuirkServer.on("TOP") { request in
      guard header == "whole" else { return .reply(Array("+OK\r\n\(header).\r\n".utf8)) }
      let number = (1...4).first { request.argument.hasPrefix("\($0) ") } ?? 0
      return .reply(Self.stuffed(Made.content(number)))
    }
    let server = try QuirkServer.start(Made.messages(1...4), quirks)
    defer { server.stop() }
    let bench = try Bench()
    #expect(try await bench.sync(bench.account(port: server.port)).fetched == 4)
    bench.advance(by: QuirkServer.day)
    let report = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(deleteAfter: 10)))
    #expect(report.problem == nil && report.deleted == 4)
    #expect(server.server.counts.retrieved == (header == "whole" ? 4 : 8))
    // Each DELE of the session comes after the RETR of the same message in it.
    if header != "whole" {
      for number in 1...4 {
        let last = server.server.log.filter { $0.connection == 2 }.map(\.text)
        let read = try #require(last.firstIndex(of: "RETR \(number)"))
        #expect(try #require(last.firstIndex(of: "DELE \(number)")) > read)
      }
    }
    #expect(try Set(bench.stored()) == Made.contents(1...4))
    #expect(try bench.stored().count == 4)
  }

  /// A reply's octets: the message with its dots stuffed, and the end.
  private static func stuffed(_ content: [UInt8]) -> [UInt8] {
    Array(
      ("+OK\r\n" + String(decoding: content, as: UTF8.self).replacing("\r\n.", with: "\r\n..") + ".\r\n").utf8
    )
  }

  @Test func `a TOP without end is asked no more, and the mail comes all the same`() async throws {
    let endless = Array("+OK\r\n".utf8) + Array(repeating: 97, count: 33 << 20)
    var quirks = Quirks()
    quirks.verdict = QuirkServer.on("TOP") { _ in .replyAndEnd(endless, .drop) }
    let server = try QuirkServer.start(Made.messages(1...3), quirks)
    defer { server.stop() }
    let bench = try Bench()
    #expect(try await bench.sync(bench.account(port: server.port)).fetched == 3)
    // Renumbered: only headers could tell that these are known.
    server.change { $0.uidPrefix = Array("new-".utf8) }
    let report = try await bench.sync(bench.account(port: server.port))
    #expect(report.problem == nil && report.fetched == 3 && report.duplicates == 3)
    #expect(server.count("TOP") <= 3)
    #expect(try bench.stored().count == 3)
  }

  @Test func `answers out of order are noticed by their sizes, and commands go one at a time from then on`()
    async throws
  {
    let first = "Subject: first\r\n\r\n"
    let second = "Subject: the second\r\n\r\n"
    let (sizes, swapped) = ((first.utf8.count, second.utf8.count), [second, first])
    let capabilities = "PIPELINING\\r\\n"
    // In its second session the run remembers what was announced before the log-in.
    func opening(isFirst: Bool) -> String {
      """
      S: +OK ready\(isFirst ? "\nC: CAPA\nS-: +OK\\r\\n\(capabilities)UIDL\\r\\nUSER\\r\\n.\\r\\n" : "")
      C: USER alice
      S: +OK
      C: PASS secret
      S: +OK
      C: CAPA
      S-: +OK\\r\\n\(capabilities)UIDL\\r\\n.\\r\\n
      C: STAT
      S: +OK 2 \(sizes.0 + sizes.1)
      C: LIST
      S-: +OK\\r\\n1 \(sizes.0)\\r\\n2 \(sizes.1)\\r\\n.\\r\\n
      C: UIDL
      S-: +OK\\r\\n1 a\\r\\n2 b\\r\\n.\\r\\n
      """
    }
    func answer(_ text: String) -> String { "S-: +OK\\r\\n\(text.replacing("\r\n", with: "\\r\\n")).\\r\\n" }
    let server = try ScriptedServer(
      """
      \(opening(isFirst: true))
      C: STAT
      C*2: RETR {n}
      C: STAT
      S: +OK 2 \(sizes.0 + sizes.1)
      \(answer(swapped[0]))
      \(answer(swapped[1]))
      ! end
      \(opening(isFirst: false))
      C: STAT
      S: +OK 2 \(sizes.0 + sizes.1)
      C: RETR 1
      \(answer(first))
      C: RETR 2
      \(answer(second))
      C: STAT
      S: +OK 2 \(sizes.0 + sizes.1)
      C: QUIT
      S: +OK
      """)
    let bench = try Bench()
    let report = try await bench.sync(bench.account(port: server.port))
    try server.finish()
    #expect(report.problem == nil && report.fetched == 2)
    #expect(try Set(bench.stored()) == [Array(first.utf8), Array(second.utf8)])
  }

  @Test(arguments: ["what?\r\n", "\r\n", "+OKAY\r\n", "\u{0}\u{0}\u{0}\r\n"])
  func `garbled answers to commands sent together end the session, and the next one gets everything`(
    _ reply: String
  ) async throws {
    var quirks = Quirks()
    quirks.verdict = QuirkServer.on("RETR") { request in
      request.connection == 1 && request.argument == "3" ? .reply(Array(reply.utf8)) : nil
    }
    let server = try QuirkServer.start(Made.messages(1...5), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(delete: true), timeout: .seconds(1)))
    #expect(report.problem == nil && report.fetched == 5 && report.deleted == 5)
    #expect(try Set(bench.stored()) == Made.contents(1...5))
    #expect(try bench.stored().count == 5)
  }

  @Test func `a message that another client expunges meanwhile is no trouble once it is listed no more`()
    async throws
  {
    var quirks = Quirks()
    quirks.verdict = { request in
      ["RETR", "TOP", "DELE"].contains(request.verb) && request.argument.prefix { $0 != " " } == "3"
        ? .reply(Array("-ERR message expunged\r\n".utf8)) : nil
    }
    let server = try QuirkServer.start(Made.messages(1...5), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let rule = RetentionRule(deleteAfter: 10)
    let first = try await bench.sync(bench.account(port: server.port, onServer: rule))
    #expect(first.error == nil && first.fetched == 4 && first.problem?.kind == .tryAgain)
    server.change {
      $0.verdict = nil
      $0.hidden = [Made.uid(3)]
    }
    let second = try await bench.sync(bench.account(port: server.port, onServer: rule))
    #expect(second.problem == nil && second.fetched == 0)
    // One goes between the listing and its deletion.
    server.change { quirks in
      quirks.verdict = { request in
        ["TOP", "DELE"].contains(request.verb) && request.argument.prefix { $0 != " " } == "2"
          ? .reply(Array("-ERR message expunged\r\n".utf8)) : nil
      }
    }
    bench.advance(by: 100)
    let third = try await bench.sync(bench.account(port: server.port, onServer: rule))
    #expect(third.problem == nil && third.deleted == 3)
    #expect(try bench.stored().count == 4)
  }
}
