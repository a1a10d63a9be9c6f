import Daemon
import Glibc
import TestFiles
import Testing

/// Word to systemd, as sd_notify(3) describes it.
@Suite(.timeLimit(.minutes(1))) struct SupervisorTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `each word arrives, by a path and by an abstract name`() throws {
    for name in [folder("notify"), "@\(folder("notify"))"] {
      let socket = try DatagramSocket(name)
      let supervisor = Supervisor(environment: ["NOTIFY_SOCKET": name])
      #expect(supervisor.isPresent)
      supervisor.ready()
      supervisor.watchdog()
      supervisor.stopping()
      supervisor.status("3 accounts, all well")
      #expect(try socket.receive() == "READY=1")
      #expect(try socket.receive() == "WATCHDOG=1")
      #expect(try socket.receive() == "STOPPING=1")
      #expect(try socket.receive() == "STATUS=3 accounts, all well")
    }
  }

  @Test func `reading anew says when it began, on the clock that systemd compares it with`() throws {
    let socket = try DatagramSocket(folder("notify"))
    var before = timespec()
    clock_gettime(CLOCK_MONOTONIC, &before)
    Supervisor(environment: ["NOTIFY_SOCKET": folder("notify")]).reloading()
    let words = try socket.receive().split(separator: "\n")
    #expect(words.first == "RELOADING=1")
    let stamp = try #require(words.last.flatMap { Int($0.dropFirst("MONOTONIC_USEC=".count)) })
    #expect(stamp >= before.tv_sec * 1_000_000 + before.tv_nsec / 1000)
  }

  @Test func `a status is one bounded line and no other word`() throws {
    let socket = try DatagramSocket(folder("notify"))
    let supervisor = Supervisor(environment: ["NOTIFY_SOCKET": folder("notify")])
    supervisor.status("x\nSTOPPING=1\r\u{1B}[2J")
    #expect(try socket.receive() == "STATUS=x?STOPPING=1??[2J")
    supervisor.status(String(repeating: "x", count: 100_000))
    #expect(try socket.receive() == "STATUS=" + String(repeating: "x", count: 397) + "…")
  }

  @Test(arguments: [
    nil, "", "relative", "@", "/nobody/listens/here", "/" + String(repeating: "x", count: 200),
  ])
  func `where nobody listens nothing happens`(name: String?) {
    let supervisor = Supervisor(environment: name.map { ["NOTIFY_SOCKET": $0] } ?? [:])
    supervisor.ready()
    supervisor.status("x")
    #expect(supervisor.watchdogInterval == nil)
  }

  @Test func `a supervisor that reads nothing holds nobody up`() throws {
    let socket = try DatagramSocket(folder("notify"))
    let supervisor = Supervisor(environment: ["NOTIFY_SOCKET": folder("notify")])
    // More than the queue of a socket takes where it is long (net.unix.max_dgram_qlen, 512 with systemd).
    for _ in 0..<12 { supervisor.watchdog() }
    #expect(try socket.receive() == "WATCHDOG=1")
  }

  @Test(arguments: [
    (["WATCHDOG_USEC": "30000000"], Duration.seconds(30)),
    (["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "7"], .seconds(30)),
    (["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "8"], nil), (["WATCHDOG_USEC": "0"], nil),
    (["WATCHDOG_USEC": "-1"], nil), (["WATCHDOG_USEC": "soon"], nil), ([:], nil),
  ])
  func `the watchdog's interval counts where it is meant for us`(
    environment: [String: String], interval: Duration?
  ) {
    #expect(Supervisor(environment: environment, process: 7).watchdogInterval == interval)
  }
}
