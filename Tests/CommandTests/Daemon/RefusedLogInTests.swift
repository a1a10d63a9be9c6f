import DemoServer
import Glibc
import TestFiles
import TestServers
import Testing

/// A log-in that the server refuses: nobody is to be locked out by a daemon.
@Suite(.waiting) struct RefusedLogInTests {
  /// A home whose account "home" was refused twice by the server, the second time by the daemon, beside "other".
  private struct Paused {
    let home: UserHome
    let mailbox: ServedMailbox
    let other: ServedMailbox
    let daemon: StartedDaemon

    init() throws {
      home = try UserHome()
      mailbox = try ServedMailbox(1...2, users: ["home"])
      other = try ServedMailbox(1...1, users: ["other"])
      try home.writePassword(UserHome.wrongPassword)
      try home.configure(Self.accounts(home, mailbox, other))
      try home.makeArchive()
      #expect(try home.run("fetch", "home", "--quiet").status == 77)
      daemon = try StartedDaemon(home)
      try daemon.wait(forStatus: "home") { $0["state"]?.text == "paused" }
    }

    /// The account that is refused, and one with a password of its own.
    static func accounts(
      _ home: UserHome, _ mailbox: ServedMailbox, _ other: ServedMailbox
    ) throws -> [AccountText] {
      let refused = mailbox.account(of: "home", every: "1s")
      var free = other.account(of: "other", every: "1s")
      free.passwordFile = try home.folder.write("other.password", text: "\(UserHome.password)\n")
      chmod(home.folder("other.password"), 0o600)
      return [refused, free]
    }

    var refusals: Int { mailbox.server.server.counts.refusedLogIns }

    func waitForMail(_ daemon: StartedDaemon) throws {
      try Awaited.until("the mail") { try home.files().count == 2 }
      try daemon.wait(forStatus: "home") { $0["state"]?.text == "ok" && $0["errorsInARow"]?.count == 0 }
    }
  }

  @Test func `after the second refusal the account is left alone, over restarts too, and the others go on`()
    throws
  {
    let paused = try Paused()
    #expect(paused.refusals == 2)
    try paused.home.run("status").succeeds()
    var polls = paused.other.server.server.counts.logIns
    try Awaited.until("the other account") { paused.other.server.server.counts.logIns >= polls + 3 }
    #expect(try paused.daemon.stop().status == 0)
    for end in [SIGKILL, SIGTERM] {
      let again = try StartedDaemon(paused.home)
      #expect(try again.status(of: "home")?["state"]?.text == "paused")
      polls = paused.other.server.server.counts.logIns
      try Awaited.until("the other account") { paused.other.server.server.counts.logIns >= polls + 2 }
      try again.stop(end)
    }
    #expect(paused.refusals == 2)
    #expect(paused.mailbox.server.server.counts.connections == 2)
    let text = try paused.home.run("status").succeeds().output
    #expect(text.contains("home: paused") && text.contains("popkeep fetch home"))
  }

  @Test func `a mended password file lets it in again, without another word`() throws {
    let paused = try Paused()
    try paused.home.writePassword(UserHome.password)
    try paused.waitForMail(paused.daemon)
    #expect(paused.refusals == 2)
    #expect(try paused.daemon.logLines("has changed: trying again").count == 1)
  }

  @Test func `a mended password file lets it in also where the daemon was away meanwhile`() throws {
    let paused = try Paused()
    #expect(try paused.daemon.stop().status == 0)
    try paused.home.writePassword(UserHome.password)
    let again = try StartedDaemon(paused.home)
    try paused.waitForMail(again)
    #expect(paused.refusals == 2)
  }

  @Test func `a changed configuration lets it in again`() throws {
    let paused = try Paused()
    var accounts = try Paused.accounts(paused.home, paused.mailbox, paused.other)
    accounts[0].passwordFile = accounts[1].passwordFile
    try paused.home.configure(accounts)
    paused.daemon.signal(SIGHUP)
    try paused.waitForMail(paused.daemon)
    #expect(paused.refusals == 2)
  }

  @Test func `who asks for it has it tried once, and a right password lets it in`() throws {
    let paused = try Paused()
    try paused.home.run("fetch", "home", "--quiet").fails(77, "home")
    #expect(paused.refusals == 3)
    try paused.daemon.wait(forStatus: "home") { $0["state"]?.text == "paused" }
    // The server has another mind now; the password file is as it was.
    paused.mailbox.server.change { quirks in
      quirks.replies["AUTH"] = "+OK welcome\r\n"
      quirks.replies["STAT"] = "+OK 0 0\r\n"
    }
    try paused.home.run("fetch", "home").succeeds()
    try paused.daemon.wait(forStatus: "home") { $0["state"]?.text == "ok" }
    #expect(paused.refusals == 3)
  }
}
