import DemoServer
import Glibc
import TestFiles
import TestServers
import Testing

/// The daemon's figures for Prometheus, and its word on its health.
@Suite(.waiting) struct FiguresTests {
  @Test func `over TCP, on a local socket and in a file: each figure, by account`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...3, users: ["good", "bad"])
    mailbox.server.change { quirks in
      quirks.verdict = { request in
        switch (request.user, request.verb, request.argument) {
        case ("bad", "STAT", _): .reply(Array("+OK what?\r\n".utf8))
        case ("good", "RETR", "3"): .reply(Array("-ERR cannot read it\r\n".utf8))
        case _: nil
        }
      }
    }
    var good = mailbox.account(of: "good", every: "1h")
    good.onServer = "\"delete\""
    try home.configure(
      good, mailbox.account(of: "bad", every: "1h"),
      others: """
        "metrics": { "listen": "127.0.0.1:0", "textfile": "\(home.folder("popkeep.prom"))" },
        """)
    try home.makeArchive()
    let daemon = try StartedDaemon(home)
    try daemon.wait(forStatus: "good") { $0["lastRun"] != .null && $0["state"]?.text != "running" }
    try daemon.wait(forStatus: "bad") { $0["state"]?.text == "failing" }
    let reply = try FiguresClient(of: daemon).get("/metrics")
    #expect(reply.status == 200)
    try expectFigures(reply, octets: MadeMail.contents(1...2).map(\.count).reduce(0, +))
    // The same in the file, which is written every quarter of a minute.
    let path = home.folder("popkeep.prom")
    #expect(access(path, R_OK) == 0)
    let names = String(decoding: try readFile(path), as: UTF8.self).split(separator: "\n")
    #expect(names.contains { $0.hasPrefix("popkeep_build_info{version=") })
    #expect(names.contains { $0 == "# TYPE popkeep_fetched_messages_total counter" })
    // At another place from now on.
    let socket = home.folder("figures.sock")
    try home.configure(good, others: "\"metrics\": { \"listen\": \"unix:\(socket)\" },")
    daemon.signal(SIGHUP)
    try daemon.wait(forLog: "read the configuration anew")
    let local = try FiguresClient(unix: socket).get("/metrics")
    #expect(local.status == 200)
    #expect(local.value("popkeep_fetched_messages_total{account=\"good\"}") == 2)
    #expect(local.value("popkeep_fetched_messages_total{account=\"bad\"}") == nil)
    #expect(try daemon.stop().status == 0)
    #expect(access(socket, F_OK) != 0)
  }

  private func expectFigures(_ reply: FiguresClient.Reply, octets: Int) throws {
    let good = "{account=\"good\"}"
    #expect(reply.value("popkeep_fetched_messages_total\(good)") == 2)
    #expect(reply.value("popkeep_fetched_octets_total\(good)") == Double(octets))
    #expect(reply.value("popkeep_deleted_messages_total\(good)") == 2)
    #expect(reply.value("popkeep_set_aside_messages\(good)") == 1)
    #expect(reply.value("popkeep_stored_messages\(good)") == 2)
    #expect(reply.value("popkeep_server_messages\(good)") != nil)
    let success = try #require(reply.value("popkeep_last_success_timestamp_seconds\(good)"))
    #expect(abs(success - Double(time(nil))) < 3_600)
    #expect(reply.value("popkeep_fetched_messages_total{account=\"bad\"}") == 0)
    #expect(reply.value("popkeep_failures_total{account=\"bad\",class=\"protocol\"}") == 1)
    #expect(reply.value("popkeep_last_success_timestamp_seconds{account=\"bad\"}") == nil)
    #expect(reply.value("popkeep_errors_in_a_row{account=\"bad\"}") == 1)
    #expect(reply.value("popkeep_sessions_active") == 0)
    #expect(reply.value("popkeep_archive_usable") == 1)
    #expect(reply.body.contains("\npopkeep_build_info{version=\""))
  }

  @Test func `sessions that go on are counted while they do`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...1)
    let (asked, release) = (Gate(), Gate())
    mailbox.server.change { quirks in
      quirks.verdict = { request in
        guard request.verb == "RETR" else { return nil }
        asked.open()
        _ = release.wait(60)
        return nil
      }
    }
    try home.configure(
      mailbox.account(others: "\"every\": \"1h\","), others: "\"metrics\": { \"listen\": \"127.0.0.1:0\" },")
    try home.makeArchive()
    let daemon = try StartedDaemon(home)
    #expect(asked.wait())
    let client = try FiguresClient(of: daemon)
    #expect(try client.get("/metrics").value("popkeep_sessions_active") == 1)
    release.open()
    try Awaited.until("the session's end") {
      try client.get("/metrics").value("popkeep_sessions_active") == 0
    }
    #expect(try client.get("/metrics").value("popkeep_fetched_messages_total{account=\"home\"}") == 1)
  }

  @Test func `healthz is well while the archive can be used, and not while it is away`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...1)
    try home.configure(
      mailbox.account(others: "\"every\": \"1h\","), others: "\"metrics\": { \"listen\": \"127.0.0.1:0\" },")
    try home.makeArchive()
    let daemon = try StartedDaemon(home)
    try daemon.wait(forStatus: "home") { $0["stored"]?.count == 1 }
    let client = try FiguresClient(of: daemon)
    let well = try client.get("/healthz")
    #expect(well.status == 200 && well.body.contains("ok\n"))
    #expect(try client.get("/elsewhere").status == 404)
    try moveFile(home.archive, to: home.folder("away"))
    try Awaited.until("503") { try client.get("/healthz").status == 503 }
    #expect(try client.get("/healthz").body.contains(home.archive))
    #expect(try client.get("/metrics").value("popkeep_archive_usable") == 0)
    try moveFile(home.folder("away"), to: home.archive)
    try Awaited.until("200") { try client.get("/healthz").status == 200 }
    // And it works again.
    mailbox.add(2...2)
    try home.run("fetch").succeeds()
    #expect(try home.files().count == 2)
    #expect(try daemon.logLines("the archive can be used again").count == 1)
  }

  @Test func `an address that is taken is told at the start, with exit code 73`() throws {
    let (home, other) = (try UserHome(), try UserHome())
    let socket = home.folder("figures.sock")
    let mailbox = try ServedMailbox(1...1)
    for one in [home, other] {
      try one.configure(
        mailbox.account(others: "\"every\": \"1h\","),
        others: "\"metrics\": { \"listen\": \"unix:\(socket)\" },")
      try one.makeArchive()
    }
    let daemon = try StartedDaemon(home)
    let second = try other.start(["daemon"]).finish(within: .seconds(20))
    #expect(second.status == 73)
    #expect(second.errors.contains(socket))
    #expect(try FiguresClient(unix: socket).get("/healthz").status == 200)
    #expect(daemon.isRunning)
  }
}
