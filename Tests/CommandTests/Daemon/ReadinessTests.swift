import DemoServer
import Glibc
import TestFiles
import TestServers
import Testing

/// What a service manager is told by the built daemon.
@Suite(.waiting) struct ReadinessTests {
  @Test func `readiness, status, reload, end and signs of life are told, each in its time`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...1)
    try home.configure(mailbox.account(others: "\"every\": \"1s\","))
    try home.makeArchive()
    let socket = try NotifySocket(home.folder("notify"))
    let daemon = try StartedDaemon(
      home, environment: ["NOTIFY_SOCKET": socket.path, "WATCHDOG_USEC": "300000"])
    try socket.wait(for: "READY=1")
    try socket.wait(for: "STATUS=1 account")
    // Twice as often as is asked for: a manager that waits 0.3 s gets several in the time of few polls.
    try socket.wait(for: "WATCHDOG=1", times: 5)
    #expect(!socket.words().contains { $0.hasPrefix("RELOADING") || $0.hasPrefix("STOPPING") })
    daemon.signal(SIGHUP)
    try socket.wait(for: "RELOADING=1")
    try socket.wait(for: "READY=1", times: 2)
    let words = socket.words()
    let reloading = try #require(words.firstIndex(of: "RELOADING=1"))
    // In one datagram with the time, by which the manager knows which reload was meant.
    #expect(words[reloading + 1].hasPrefix("MONOTONIC_USEC="))
    #expect(try #require(words.lastIndex(of: "READY=1")) > reloading)
    try home.configure(mailbox.account(others: "\"every\": \"never\","))
    daemon.signal(SIGHUP)
    try socket.wait(for: "READY=1", times: 3)
    try Awaited.until("the refusal") {
      socket.words().contains { $0.hasPrefix("STATUS=") && $0.contains("config.json:3") }
    }
    #expect(!socket.words().contains("STOPPING=1"))
    #expect(try daemon.stop().status == 0)
    #expect(socket.words().contains("STOPPING=1"))
  }

  @Test func `signs of life go on while a session hangs and many accounts wait`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...1)
    let asked = Gate()
    mailbox.server.change { quirks in
      quirks.verdict = { request in
        guard request.verb == "RETR" else { return nil }
        asked.open()
        return .stall
      }
    }
    try home.configure(mailbox.account(others: "\"every\": \"1s\","))
    try home.makeArchive()
    let socket = try NotifySocket(home.folder("notify"))
    let daemon = try StartedDaemon(
      home, environment: ["NOTIFY_SOCKET": socket.path, "WATCHDOG_USEC": "200000"])
    #expect(asked.wait())
    let before = socket.words().count { $0 == "WATCHDOG=1" }
    try socket.wait(for: "WATCHDOG=1", times: before + 5)
    try daemon.wait(forStatus: "home") { $0["state"]?.text == "running" }
  }

  @Test func `a watchdog that is another process's is not fed`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...1)
    try home.configure(mailbox.account(others: "\"every\": \"1s\","))
    try home.makeArchive()
    let socket = try NotifySocket(home.folder("notify"))
    let daemon = try StartedDaemon(
      home,
      environment: ["NOTIFY_SOCKET": socket.path, "WATCHDOG_USEC": "100000", "WATCHDOG_PID": "1"])
    try daemon.wait(forLog: "unchanged", times: 2)
    #expect(try daemon.stop().status == 0)
    #expect(socket.words().contains("READY=1") && socket.words().contains("STOPPING=1"))
    #expect(!socket.words().contains("WATCHDOG=1"))
  }
}
