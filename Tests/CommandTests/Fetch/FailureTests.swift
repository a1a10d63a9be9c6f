import Glibc
import TestFiles
import TestServers
import Testing

/// What a user sees when something is wrong: one sentence, an exit code, and archive and server as they were.
@Suite struct FailureTests {
  private let home: UserHome
  private let mailbox: ServedMailbox
  private let mail: [String: [UInt8]]

  /// Three messages are archived, two more wait on the server.
  init() throws {
    home = try UserHome()
    mailbox = try ServedMailbox(1...3)
    try home.configure(mailbox.account())
    try home.makeArchive()
    try home.run("fetch").succeeds()
    mailbox.add(4...5)
    mail = try home.mail()
  }

  private func expectNothingChanged(sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(try home.mail() == mail, sourceLocation: sourceLocation)
    #expect(mailbox.remaining.count == 5, sourceLocation: sourceLocation)
    #expect(try home.run("verify").status == 0, sourceLocation: sourceLocation)
  }

  @Test func `a wrong password ends with 77`() throws {
    try home.writePassword(UserHome.wrongPassword)
    let run = try home.run("fetch", "--quiet").fails(77, "home", "password")
    #expect(!run.errors.contains("wrong-one"))
    try expectNothingChanged()
    try home.writePassword(UserHome.password)
    #expect(try home.run("fetch", "--json").succeeds().json()["accounts"]?[0]?["fetched"]?.count == 2)
  }

  @Test func `a wrong host ends with 69`() throws {
    var account = mailbox.account()
    account.host = "pop.example.invalid"
    try home.configure(account)
    try home.run("fetch", "--quiet").fails(69, "pop.example.invalid")
    try expectNothingChanged()
  }

  @Test func `a closed port ends with 69`() throws {
    mailbox.server.stop()
    try home.run("fetch", "--quiet").fails(69, "127.0.0.1", "\(mailbox.port)")
    #expect(try home.mail() == mail)
  }

  @Test func `an expired certificate ends with 76`() throws {
    let other = try ServedMailbox(MadeMail.contents(1...5), validFor: -60)
    try home.configure(other.account())
    try home.run("fetch", "--quiet").fails(76, "127.0.0.1", "expired")
    try expectNothingChanged()
    #expect(other.commands() == [])
  }

  @Test func `a certificate for another host ends with 76`() throws {
    let other = try ServedMailbox(MadeMail.contents(1...5), names: ["pop.example.org"])
    try home.configure(other.account())
    try home.run("fetch", "--quiet").fails(76, "127.0.0.1", "pop.example.org")
    try expectNothingChanged()
    #expect(other.commands() == [])
  }

  @Test func `a certificate of an unknown authority ends with 76`() throws {
    var account = mailbox.account()
    account.caFile = nil
    try home.configure(account)
    try home.run("fetch", "--quiet").fails(76, "127.0.0.1", "caFile")
    try expectNothingChanged()
  }

  @Test func `a folder without a marker ends with 78, and nothing is put into it`() throws {
    let empty = home.folder("mail")
    try #require(rename(empty, home.folder("elsewhere")) == 0)
    try home.run("fetch", "--quiet").fails(78, empty, "init")
    #expect(access(empty, F_OK) != 0)
    // A mount point whose drive is not mounted.
    try #require(mkdir(empty, 0o700) == 0)
    for command in ["fetch", "status", "list", "verify", "reindex"] {
      try home.run(command, "--quiet").fails(78, empty, "init")
    }
    try home.run("export", "--to", home.folder("out")).fails(78, empty, "init")
    #expect(try folderNames(empty) == [])
    #expect(access(home.folder("out"), F_OK) != 0)
    try #require(rmdir(empty) == 0 && rename(home.folder("elsewhere"), empty) == 0)
    try expectNothingChanged()
  }

  @Test func `a password file that cannot be used ends with 78`() throws {
    try home.writePassword(UserHome.password, mode: 0o644)
    try home.run("fetch", "--quiet").fails(78, home.passwordFile, "chmod 600")
    try #require(unlink(home.passwordFile) == 0)
    try home.run("fetch", "--quiet").fails(78, home.passwordFile)
    try #require(mkdir(home.passwordFile, 0o700) == 0)
    try home.run("fetch", "--quiet").fails(78, home.passwordFile)
    try expectNothingChanged()
  }

  @Test func `a password command that fails ends with 78`() throws {
    let text = String(decoding: try readFile(home.configuration), as: UTF8.self)
    let changed = text.replacing(
      "{ \"file\": \"\(home.passwordFile)\" }", with: "{ \"command\": [\"false\"] }")
    try #require(changed != text)
    try writeFile(home.configuration, Array(changed.utf8))
    try home.run("fetch", "--quiet").fails(78, "false")
    try expectNothingChanged()
  }

  @Test func `a configuration with a typo ends with 78 and names line and right spelling`() throws {
    let text = String(decoding: try readFile(home.configuration), as: UTF8.self)
    try writeFile(home.configuration, Array(text.replacing("\"onServer\"", with: "\"onserver\"").utf8))
    for command in ["fetch", "check", "status", "list", "verify", "reindex"] {
      try home.run(command).fails(78, "config.json:4", "onserver", "\"onServer\"?")
    }
    #expect(try home.mail() == mail)
  }

  @Test func `without a configuration the sentence says how to get one`() throws {
    try #require(unlink(home.configuration) == 0)
    try home.run("fetch").fails(78, home.configuration, "popkeep init")
  }

  @Test func `an account that is not in the configuration ends with 78 and names those that are`() throws {
    try home.run("fetch", "work").fails(78, "work", "home")
    try expectNothingChanged()
  }

  @Test func `less free space than minFree wants ends with 74`() throws {
    try home.configure(mailbox.account(), minFree: "99%")
    try home.run("fetch", "--quiet").fails(74, "minFree")
    try expectNothingChanged()
    try home.configure(mailbox.account())
    #expect(try home.run("fetch", "--json").succeeds().json()["accounts"]?[0]?["fetched"]?.count == 2)
  }

  @Test func `a server that says it is busy ends with 75`() throws {
    mailbox.server.change { $0.replies["PASS"] = "-ERR [IN-USE] another session has the mailbox\r\n" }
    mailbox.server.change { $0.replies["AUTH"] = "-ERR [IN-USE] another session has the mailbox\r\n" }
    mailbox.server.change { $0.replies["APOP"] = "-ERR [IN-USE] another session has the mailbox\r\n" }
    try home.run("fetch", "--quiet").fails(75, "another session has the mailbox")
    try expectNothingChanged()
  }

  @Test func `a message that cannot be read ends with 75, and the others arrive`() throws {
    mailbox.server.change { $0.unreadable = [Array("uid-4".utf8)] }
    let run = try home.run("fetch", "--json")
    #expect(run.status == 75)
    let account = try #require(try run.json()["accounts"]?[0])
    #expect(account["fetched"]?.count == 1)
    #expect(account["setAside"]?[0]?["uid"]?.text == "uid-4")
    #expect(account["setAside"]?[0]?["reason"]?.text?.contains("cannot read the message") == true)
    #expect(try home.stored().count == 4)
  }

  @Test func `a failing account does not keep the others from being served`() throws {
    var broken = mailbox.account()
    broken.name = "broken"
    broken.host = "pop.example.invalid"
    try home.configure(broken, mailbox.account())
    try home.run("fetch", "--quiet").fails(69, "broken", "pop.example.invalid")
    #expect(try home.stored().count == 5)
  }
}
